import { join } from 'node:path';
import type { Candidate, Examiner, RepositoryView } from '../../evidence/candidate.ts';
import { compareComplaints, createdBy, originsOf, type Complaint } from '../../evidence/complaints.ts';
import { lackingFor, lackingInWords, type Lacking } from '../../evidence/lacking.ts';
import { inOneRecord, type Part } from '../../evidence/several.ts';
import { isFilledByEnvironment, moduleNotTyped, subjectsOf, type TypedSubject } from '../../evidence/types/subject.ts';
import { unavailable, type Evidence } from '../../patch/evidence.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { rememberedFor } from '../../text/remember.ts';
import { mypyChecker } from './mypy.ts';
import { findPyright, pyrightChecker } from './pyright.ts';
import { hasMypy } from './tools.ts';
import type { Said, TypeChecker } from './type-checker.ts';
import type { Workshop } from './workshop.ts';

/** Type errors of changed files and of those that import them, before and after: by mypy where the repository configures it and has it, else by pyright. Only new ones count. */
export function typesExaminer(workshop: Workshop): Examiner {
  const known = rememberedFor<Snapshot, string, Promise<Said>>();
  const onceBy = (checker: TypeChecker): TypeChecker => ({
    ...checker,
    check: (snapshot, subject) => known(snapshot, JSON.stringify([checker.ran, subject, workshop.environments.generation()]), () => checker.check(snapshot, subject)),
  });
  return {
    kind: 'types',
    async examine({ patch, before, after }: Candidate) {
      const [was, is] = [workshop.viewOf(before), workshop.viewOf(after)];
      const parts: Part[] = [];
      for (const subject of subjectsOf(patch, was, is)) parts.push({ name: subject.project === '' ? 'the top' : subject.project, evidence: await compare({ subject, was, is }, patch, workshop, onceBy) });
      return inOneRecord(parts);
    },
  };
}

/** A subject, and the repository around it before and after. */
interface Looked {
  readonly subject: TypedSubject;
  readonly was: RepositoryView;
  readonly is: RepositoryView;
}

async function compare(looked: Looked, patch: Candidate['patch'], workshop: Workshop, onceBy: (checker: TypeChecker) => TypeChecker): Promise<Evidence> {
  const { subject, was, is } = looked;
  for (;;) {
    const found = await checkerFor(subject, was.repo, workshop);
    if ('problem' in found) return unavailable('types', '', found.problem);
    const checker = onceBy(found);
    const before = await checker.check(was.repo, subject);
    if ('problem' in before) return unavailable('types', checker.ran, before.problem);
    const after = await checker.check(is.repo, subject);
    if ('problem' in after) return unavailable('types', checker.ran, after.problem, before.tool);
    const [lacking] = after.complaints.flatMap((one) => lackingBy(one, looked) ?? []);
    if (lacking && (await workshop.environments.renew(lacking.distribution, subject.project, is.repo))) continue;
    const [told, telling] = [before.complaints.filter((one) => isOfConcern(one, looked, was)), after.complaints.filter((one) => isOfConcern(one, looked, is))];
    const compared = compareComplaints(told, telling, originsOf(patch.deltas), createdBy(patch.deltas));
    // What cannot be found has no types, and what is made of it none either.
    return lacking && compared.verdict === 'worse' ? unavailable('types', checker.ran, lackingInWords(lacking), after.tool) : { kind: 'types', ran: checker.ran, tool: after.tool, ...compared };
  }
}

/** Whether a complaint says something of the code, and not only of what a checker cannot know. */
function isOfConcern(complaint: Complaint, looked: Looked, { repo }: RepositoryView): boolean {
  return !isFilledByEnvironment(complaint, repo, looked.subject) && lackingBy(complaint, looked) === undefined;
}

/** What the environment lacks, by which a complaint is no fault of the code. */
function lackingBy(complaint: Complaint, { subject, was, is }: Looked): Lacking | undefined {
  const module = moduleNotTyped(complaint);
  return module === undefined ? undefined : lackingFor(module, subject.project, was, is);
}

async function checkerFor(subject: TypedSubject, repo: Snapshot, workshop: Workshop): Promise<TypeChecker | { readonly problem: string }> {
  const found = await workshop.environments.of(subject.project, repo);
  // What makes the environment was named for this, and says why it does not.
  if ('problem' in found && workshop.environmentCommand !== undefined) return found;
  // An interpreter that came with the repository is its code, and would be run.
  const isForeign = (program: string): boolean => [...repo.files.keys(), ...repo.opaque.keys()].some((one) => join(workshop.root, one) === program);
  const interpreter = 'problem' in found || isForeign(found.command[0]) ? undefined : found;
  if (subject.mypy !== undefined && interpreter && hasMypy(interpreter.command)) return mypyChecker(interpreter, workshop);
  const pyright = findPyright();
  if (pyright === undefined) return { problem: 'Pyright is not installed beside pystd: `npm install pyright` where pystd is.' };
  return pyrightChecker(pyright, environmentProgram(interpreter?.command), workshop);
}

/** The interpreter of a virtual environment, which is known by where it lies. */
function environmentProgram(command: readonly string[] | undefined): string | undefined {
  const [program, ...args] = command ?? [];
  return args.length === 0 && program?.includes('/') ? program : undefined;
}
