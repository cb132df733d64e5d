import { defineCodemod, type Codemod } from '../../src/codemod/codemod.ts';
import type { Run } from '../../src/engine/outcome.ts';
import type { Policy } from '../../src/engine/policy.ts';
import { check, run } from '../../src/engine/run.ts';
import { suppressionsOf } from '../../src/engine/suppressions.ts';
import type { Finding } from '../../src/patch/finding.ts';
import { factReader } from '../../src/python/facts.ts';
import type { Task } from '../../src/codemod/task.ts';
import { snapshotFrom, type Files } from './case.ts';
import { pythonParser } from './parser.ts';

const parser = await pythonParser();

/** A codemod of one step, with a made-up rule. */
export function codemodDoing(id: string, step: (task: Task<object>) => void, more: Partial<Codemod<object>> = {}): Codemod<object> {
  return defineCodemod<object>({ id, title: `Do ${id}`, why: 'For a test.', rules: ['test/rule'], safety: 'safe', options: {}, applies: () => true, run: step, ...more });
}

/** Everything is allowed. */
export const FREE: Policy = { safety: 'review', selected: () => true, isProtected: () => false };

function surroundings(files: Files, policy: Policy) {
  const snapshot = snapshotFrom(files);
  const reader = factReader(parser);
  return { snapshot, surroundings: { reader, policy, suppressions: suppressionsOf(snapshot, reader) } };
}

function planOf(codemods: readonly Codemod<object>[]) {
  return { standard: 'test', order: codemods.map((codemod) => ({ codemod, options: codemod.options, rules: new Set<string>(codemod.rules) })), leftOut: [] };
}

/** Folds codemods over a small repository. */
export function runOver(files: Record<string, string>, codemods: readonly Codemod<object>[], policy: Policy = FREE): Run {
  const { snapshot, surroundings: around } = surroundings(new Map(Object.entries(files)), policy);
  return run(snapshot, '', planOf(codemods), around, () => {});
}

/** What codemods find in a small repository. */
export function checkOver(files: Record<string, string>, codemods: readonly Codemod<object>[], policy: Policy = FREE): readonly Finding[] {
  const { snapshot, surroundings: around } = surroundings(new Map(Object.entries(files)), policy);
  return check(snapshot, planOf(codemods), around, () => {}).findings;
}
