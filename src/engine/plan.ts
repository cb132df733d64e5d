import type { Codemod } from '../codemod/codemod.ts';
import { viewOf } from '../codemod/view.ts';
import type { FactReader } from '../python/facts.ts';
import type { Snapshot } from '../repo/snapshot.ts';
import type { Chosen } from './collect.ts';

/** What will run, in order, and what will not, with the reason. */
export interface Plan {
  readonly standard: string;
  readonly order: readonly Chosen[];
  readonly leftOut: readonly { readonly id: string; readonly because: string }[];
}

/** What was asked for: every id is known to exist. */
export interface Choice {
  readonly standard: string;
  /** The rules of the standard in force. */
  readonly rules: ReadonlySet<string>;
  /** Codemods named by the user; absent when all of the standard's are meant. */
  readonly only: ReadonlySet<string> | undefined;
  readonly skip: ReadonlySet<string>;
  /** Codemods that run beside those of the standard although they run only on request. */
  readonly also?: ReadonlySet<string>;
  /** Options of one codemod, from its defaults, the standard and the profile. */
  readonly optionsOf: (codemod: Codemod<object>) => object;
}

/**
 * Chooses and orders codemods. A codemod named by the user runs with all of its rules, whatever the standard; otherwise it runs
 * with those rules that the standard asks for, and not at all when there are none. Opposites may share rules: then the one whose first rule the
 * standard asks for is meant, whether or not the repository has anything for it.
 * @throws Error when `after` has a cycle: a mistake in our own metadata.
 */
export function makePlan(snapshot: Snapshot, reader: FactReader, choice: Choice, codemods: readonly Codemod<object>[]): Plan {
  const order: Chosen[] = [];
  const leftOut: { id: string; because: string }[] = [];
  const view = viewOf(snapshot, reader);
  for (const codemod of inOrder(codemods)) {
    const leave = (because: string): void => void leftOut.push({ id: codemod.id, because });
    const named = choice.only?.has(codemod.id) ?? false;
    const rules = named ? codemod.rules : codemod.rules.filter((rule) => choice.rules.has(rule));
    const opposite = order.find(({ codemod: other }) => areOpposite(codemod, other));
    const wanted = named ? undefined : codemods.find((other) => areOpposite(codemod, other) && choice.rules.has(other.rules[0]) && !choice.rules.has(codemod.rules[0]));
    if (choice.only && !named) leave('It is not among those that `only` names.');
    else if (choice.skip.has(codemod.id)) leave('It is among those that `skip` names.');
    else if (codemod.onRequest && !named && !choice.also?.has(codemod.id)) leave('It runs only when it is named, in `only` or in `also`.');
    else if (rules.length === 0) leave(`The standard ${choice.standard} asks for none of its rules.`);
    else if (wanted) leave(`The standard ${choice.standard} asks for the opposite way, that of ${wanted.id}.`);
    else if (opposite) leave(`It goes the opposite way of ${opposite.codemod.id}.`);
    else if (!codemod.applies(view)) leave('The repository has nothing it looks after.');
    else order.push({ codemod, options: choice.optionsOf(codemod), rules: new Set(rules) });
  }
  return { standard: choice.standard, order, leftOut };
}

function areOpposite(a: Codemod<object>, b: Codemod<object>): boolean {
  return (a.against?.includes(b.id) ?? false) || (b.against?.includes(a.id) ?? false);
}

/** Codemods so that each comes after those it names in `after`; otherwise by id. */
function inOrder(codemods: readonly Codemod<object>[]): readonly Codemod<object>[] {
  const waiting = [...codemods].sort((a, b) => (a.id < b.id ? -1 : 1));
  const ids = new Set(waiting.map(({ id }) => id));
  const done = new Set<string>();
  const ordered: Codemod<object>[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ after }) => (after ?? []).every((id) => done.has(id) || !ids.has(id)));
    if (next < 0) throw new Error(`These codemods wait for each other: ${waiting.map(({ id }) => id).join(', ')}.`);
    for (const codemod of waiting.splice(next, 1)) {
      ordered.push(codemod);
      done.add(codemod.id);
    }
  }
  return ordered;
}
