import { viewOf } from '../codemod/view.ts';
import type { Examiner } from '../evidence/candidate.ts';
import { fileExaminer } from '../evidence/file-examiner.ts';
import { lintJudge } from '../host/evidence/lint.ts';
import { pythonJudge } from '../host/evidence/python.ts';
import { PYTHON_ON_PATH } from '../host/evidence/tools.ts';
import { openapiExaminer } from '../host/evidence/openapi.ts';
import { replayExaminer } from '../host/evidence/replay.ts';
import { testsExaminer } from '../host/evidence/tests.ts';
import { typesExaminer } from '../host/evidence/types.ts';
import { openWorkshop } from '../host/evidence/workshop.ts';
import type { EvidenceKind } from '../patch/evidence.ts';
import type { FactReader } from '../python/facts.ts';
import { EVIDENCE_KINDS, type EvidenceFlags } from './flags.ts';

/** Seconds that one program of the repository may take. */
const PATIENCE = 120;

/** The kinds that run nothing of the repository: looked at unless somebody says otherwise, and passed over in silence where their tool is missing. */
const DEFAULT: readonly EvidenceKind[] = ['lint', 'python'];

/** Does something with the examiners that the flags ask for, from the cheapest to the dearest; afterwards nothing of them is left running or lying about. */
export async function withExaminers<T>({ evidence: words, python, environmentCommand, testCommand, evidenceTimeout = PATIENCE }: EvidenceFlags, { root, reader }: { readonly root: string; readonly reader: FactReader }, use: (examiners: readonly Examiner[]) => Promise<T>): Promise<T> {
  const wanted = new Set<EvidenceKind>(words?.flatMap((word): readonly EvidenceKind[] => (word === 'all' ? EVIDENCE_KINDS : word === 'none' ? [] : [word])) ?? DEFAULT);
  const isAsked = words !== undefined;
  const workshop = openWorkshop({ root, python, environmentCommand, timeout: evidenceTimeout, viewOf: (snapshot) => viewOf(snapshot, reader) });
  const makers: Readonly<Record<(typeof EVIDENCE_KINDS)[number], () => Examiner>> = {
    lint: () => fileExaminer('lint', isAsked, reader, lintJudge),
    python: () => fileExaminer('python', isAsked, reader, () => pythonJudge(PYTHON_ON_PATH)),
    types: () => typesExaminer(workshop),
    openapi: () => openapiExaminer(workshop),
    tests: () => testsExaminer(workshop, testCommand),
    replay: () => replayExaminer(workshop),
  };
  const examiners = EVIDENCE_KINDS.filter((kind) => wanted.has(kind)).map((kind) => makers[kind]());
  try {
    return await use(examiners);
  } finally {
    for (const examiner of examiners) await examiner.end?.();
    workshop.end();
  }
}
