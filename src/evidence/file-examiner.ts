import { projectOf } from '../backend/roles.ts';
import { pythonFloor } from '../codemod/new-code/python-floor.ts';
import { viewOf } from '../codemod/view.ts';
import { unavailable, type Evidence, type EvidenceKind } from '../patch/evidence.ts';
import type { FileDelta } from '../patch/patch-set.ts';
import type { FactReader } from '../python/facts.ts';
import type { RepoPath } from '../repo/path.ts';
import type { SourceFile } from '../repo/source-file.ts';
import type { Candidate, Examiner } from './candidate.ts';
import { compareComplaints, createdBy, originsOf, type Complaint } from './complaints.ts';

/** A tool that judges Python files one at a time. */
export interface FileJudge {
  /** Name and version. */
  readonly tool: string;
  /** The minor version of Python 3 that it is itself, where it is an interpreter: it cannot judge code for newer ones. */
  readonly minor?: number;
  /** What is done with each file, as a command line or in words. */
  readonly ran: string;
  /** What it says against a file that must run on Python 3 from this minor version on; rejects when it broke down. */
  complaintsOf(file: SourceFile, floor: number | undefined): Promise<readonly Complaint[]>;
  end(): Promise<void>;
}

/** An examiner of changed Python files. `hire` starts the tool when there is something to judge, or says in a sentence why it cannot; nothing is said where `isWanted` is false. */
export function fileExaminer(kind: EvidenceKind, isWanted: boolean, reader: FactReader, hire: () => Promise<FileJudge | { readonly problem: string }>): Examiner {
  const known = new WeakMap<SourceFile, Promise<readonly Complaint[]>>();
  let hired: ReturnType<typeof hire> | undefined;
  const judged = async (judge: FileJudge, files: readonly SourceFile[], floorOf: (path: RepoPath) => number | undefined): Promise<readonly Complaint[]> => {
    const all: Complaint[] = [];
    for (const file of files) {
      const found = known.get(file) ?? judge.complaintsOf(file, floorOf(file.path));
      known.set(file, found);
      all.push(...(await found));
    }
    return all;
  };
  return {
    kind,
    async examine({ patch, before: repo }: Candidate): Promise<Evidence | undefined> {
      const deltas = patch.deltas.filter(({ path }) => /\.pyi?$/.test(path));
      if (deltas.length === 0) return undefined;
      hired ??= hire();
      const judge = await hired;
      if ('problem' in judge) return isWanted ? unavailable(kind, '', judge.problem) : undefined;
      try {
        const floors = new Map<string, number | undefined>();
        const floorOf = (path: RepoPath): number | undefined => {
          const project = projectOf(repo, path);
          if (!floors.has(project)) floors.set(project, pythonFloor(viewOf(repo, reader), project));
          return floors.get(project);
        };
        const before = await judged(judge, deltas.flatMap(oldFile), floorOf);
        const after = await judged(judge, deltas.flatMap(newFile), floorOf);
        const compared = compareComplaints(before, after, originsOf(deltas), createdBy(deltas));
        // Code may be newer than the interpreter that happens to be here.
        const floor = Math.max(...deltas.map(({ path }) => floorOf(path) ?? 0));
        if (compared.verdict === 'worse' && judge.minor !== undefined && floor > judge.minor) return unavailable(kind, judge.ran, `The project asks for Python 3.${floor} or newer, which ${judge.tool} cannot judge.`, judge.tool);
        return { kind, ran: judge.ran, tool: judge.tool, ...compared };
      } catch (error) {
        return unavailable(kind, judge.ran, `${judge.tool} broke down: ${error instanceof Error ? error.message : String(error)}.`, judge.tool);
      }
    },
    async end() {
      const judge = await hired;
      if (judge && !('problem' in judge)) await judge.end();
    },
  };
}

function oldFile(delta: FileDelta): readonly SourceFile[] {
  return delta.kind === 'create' ? [] : [delta.before];
}

function newFile(delta: FileDelta): readonly SourceFile[] {
  return delta.kind === 'delete' ? [] : [delta.after];
}
