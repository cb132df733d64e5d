import type { Step } from '../codemod/codemod.ts';
import { hiddenBy } from '../backend/ignored.ts';
import type { Finding } from '../patch/finding.ts';
import { followUpKey, type AnswerChange, type FollowUp } from '../patch/patch-set.ts';
import type { FactReader } from '../python/facts.ts';
import { applyChanges, type ChangeSet } from '../repo/changes.ts';
import { Claims } from '../repo/overlap.ts';
import { ownershipOf } from '../repo/ownership.ts';
import { comparePaths, type RepoPath } from '../repo/path.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import { collect, type Chosen, type Remark } from './collect.ts';
import { Identities, locate, type Located } from './locate.ts';
import type { Product } from './outcome.ts';
import { permissionFor, type Policy } from './policy.ts';
import type { Suppressions } from './suppressions.ts';

/** Looking and changing more often than this means that a codemod undoes its own work. */
const MOST_ROUNDS = 10;

/** A remark together with its place in the repository as it is today. */
interface Placed {
  readonly remark: Remark;
  readonly located: Located;
}

/** What the engine needs to run any codemod. */
export interface Surroundings {
  readonly reader: FactReader;
  readonly policy: Policy;
  readonly suppressions: Suppressions;
}

/**
 * Runs one codemod: for each step, rounds of look, accept what does not overlap, apply, until a round changes nothing.
 * @throws Error when a step does not settle, or when the codemod itself throws.
 */
export function runCodemod(chosen: Chosen, before: Snapshot, surroundings: Surroundings): Product {
  const identities = new Identities();
  const fixed: Finding[] = [];
  const left = new Map<string, Finding>();
  const notes = new Set<string>();
  const adds = new Set<string>();
  const removes = new Set<string>();
  const answers = new Map<string, AnswerChange>();
  const followUps = new Map<string, FollowUp>();
  const moves = new Map<RepoPath, RepoPath>();
  let current = before;
  for (const step of stepsOf(chosen)) {
    for (let round = 1; ; round++) {
      if (round > MOST_ROUNDS) throw new Error(`${chosen.codemod.id} does not settle: after ${MOST_ROUNDS} rounds it still changes its own result.`);
      const look = collect(step, chosen, current, surroundings.reader);
      for (const note of look.notes) notes.add(note);
      for (const said of look.declared) {
        for (const path of said.adds ?? []) adds.add(path);
        for (const path of said.removes ?? []) removes.add(path);
        for (const change of said.answers ?? []) answers.set(`${change.from} ${change.to}`, change);
      }
      for (const followUp of look.followUps) followUps.set(followUpKey(followUp), followUp);
      const { accepted, people } = sort(look.remarks, current, chosen, surroundings);
      fixed.push(...accepted.map(({ remark, located }) => identities.finding(chosen.codemod.id, remark, located)));
      if (accepted.length === 0) {
        const own = new Identities();
        for (const { remark, located } of people) {
          const finding = own.finding(chosen.codemod.id, remark, located);
          left.set(finding.fingerprint, finding);
        }
        break;
      }
      const changes = accepted.flatMap(({ remark }) => remark.fix ?? []);
      followMoves(moves, changes);
      current = applyChanges(current, changes);
    }
  }
  return { after: current, fixed, left: [...left.values()], notes: [...notes], declared: { adds: [...adds].sort(comparePaths), removes: [...removes].sort(comparePaths), ...(answers.size > 0 ? { answers: [...answers].sort(([a], [b]) => comparePaths(a, b)).map(([, change]) => change) } : {}) }, followUps: [...followUps.values()], moves };
}

/** What a codemod has to say about a snapshot as it is: every finding, in document order, nothing applied. */
export function lookWith(chosen: Chosen, snapshot: Snapshot, surroundings: Surroundings): Finding[] {
  const identities = new Identities();
  const [first, second] = stepsOf(chosen);
  if (!first) return [];
  // Later steps see what earlier ones made of the code: only a whole run tells what they find.
  if (second) {
    const { fixed, left } = runCodemod(chosen, snapshot, surroundings);
    return [...fixed, ...left];
  }
  const { remarks } = collect(first, chosen, snapshot, surroundings.reader);
  return place(remarks, snapshot, chosen, surroundings).map(({ remark, located }) => identities.finding(chosen.codemod.id, remark, located));
}

function stepsOf({ codemod }: Chosen): readonly Step<object>[] {
  return typeof codemod.run === 'function' ? [codemod.run] : codemod.run;
}

/** Leaves out what nobody wants to hear of, turns changes to locked files into remarks for a person, and sorts by place. */
function place(remarks: readonly Remark[], snapshot: Snapshot, { codemod }: Chosen, { policy, suppressions, reader }: Surroundings): Placed[] {
  const placed: Placed[] = [];
  for (const remark of remarks) {
    const permission = permissionFor(policy, snapshot, remark.at.path);
    if (permission.kind === 'ignored' || (permission.kind === 'locked' && snapshot.files.has(remark.at.path))) continue;
    const located = locate(snapshot, remark.at);
    if (suppressions.silence({ codemod: codemod.id, rule: remark.rule, at: located.at })) continue;
    const reason = remark.fix && whyNot(remark.fix, snapshot, policy, reader);
    placed.push({ located, remark: reason === undefined ? remark : { ...remark, fix: undefined, safety: 'manual', message: `${remark.message} Not done: ${reason}` } });
  }
  return placed.sort((a, b) => comparePaths(a.remark.at.path, b.remark.at.path) || a.remark.at.span.start - b.remark.at.span.start);
}

/** Why a change set may not be made, if it may not. */
function whyNot(changes: ChangeSet, snapshot: Snapshot, policy: Policy, reader: FactReader): string | undefined {
  for (const change of changes) {
    for (const path of change.kind === 'move' ? [change.from, change.path] : [change.path]) {
      const permission = permissionFor(policy, snapshot, path);
      // What a tool wrote nobody edits, but with the tool its file may go.
      const goes = change.kind === 'delete' && ownershipOf(snapshot, path) === 'generated' && !policy.isProtected(path);
      if ((permission.kind === 'locked' && !goes) || permission.kind === 'protected') return permission.because;
      if (permission.kind === 'ignored') return `\`${path}\` is left out of this run.`;
      const opaque = snapshot.opaque.get(path);
      if (opaque) return `\`${path}\` cannot be edited (${opaque.because}).`;
      const file = snapshot.files.get(path);
      if ((change.kind === 'create' || (change.kind === 'move' && path === change.path)) && hiddenBy(snapshot, path)) return `git ignores \`${path}\`.`;
      if (file && (change.kind === 'edit' || change.kind === 'move') && /\.pyi?$/.test(path) && reader.of(file).tree.error) return `\`${path}\` does not parse.`;
    }
  }
  return undefined;
}

/** Which changes are made this round, and what is left for people. A change that overlaps an accepted one is in neither: it is found again. */
function sort(remarks: readonly Remark[], snapshot: Snapshot, chosen: Chosen, surroundings: Surroundings): { accepted: Placed[]; people: Placed[] } {
  const claims = new Claims();
  const accepted: Placed[] = [];
  const people: Placed[] = [];
  for (const item of place(remarks, snapshot, chosen, surroundings)) {
    const { remark } = item;
    if (remark.fix === undefined || (remark.safety === 'review' && surroundings.policy.safety === 'safe')) {
      people.push(item);
      continue;
    }
    const fresh = claims.accept(remark.fix);
    if (fresh) accepted.push({ ...item, remark: { ...remark, fix: fresh } });
  }
  return { accepted, people };
}

/** Keeps track of where each file of the start has gone, over several moves. */
function followMoves(moves: Map<RepoPath, RepoPath>, changes: ChangeSet): void {
  for (const change of changes) {
    if (change.kind !== 'move') continue;
    const origin = [...moves].find(([, now]) => now === change.from)?.[0] ?? change.from;
    moves.set(origin, change.path);
  }
}
