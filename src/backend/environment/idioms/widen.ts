import type { PyNode } from '../../../python/syntax/node.ts';
import { calls, splits } from './calls.ts';
import { conditionals } from './conditionals.ts';
import { comprehensions, iterators } from './lists.ts';
import { comparisons, negations, spelledOut } from './questions.ts';
import type { About, Idiom, State } from './state.ts';
import { alternatives, brackets, steps } from './texts.ts';

const IDIOMS: readonly Idiom[] = [brackets, steps, splits, calls, iterators, comprehensions, alternatives, comparisons, negations, spelledOut, conditionals];

/** The expressions around one that are understood, narrowest first; the one itself is the first. */
export function widened(start: State, about: About): readonly State[] {
  const states = [start];
  for (let state: State | undefined = start; state; ) {
    const around: PyNode | undefined = state.node.parent;
    const known: State = state;
    state = around && IDIOMS.map((idiom) => idiom(known, around, about)).find((found) => found !== undefined);
    if (state) states.push(state);
  }
  return states;
}

/** Whether the expression raises for some text, or for none at all. */
export function canFail({ conversion, unset, whenEmpty }: State): boolean {
  if (unset.kind === 'fails' || whenEmpty?.kind === 'fails') return true;
  return ['int', 'float', 'boolean', 'json', 'unknown'].includes(conversion.kind) || (conversion.kind === 'list' && conversion.item !== 'text');
}
