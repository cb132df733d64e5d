import type { PyNode } from '../../../python/syntax/node.ts';
import { childOfType, parts } from '../../../python/syntax/walk.ts';
import type { Condition, Route } from '../model.ts';

/**
 * Routes without those that are another one under the opposite condition: `if guarded: app.include_router(r, dependencies=…)` and
 * `else: app.include_router(r)` give one route, and no condition when every way leads to it. It then has the dependencies of all ways.
 */
export function withoutAlternatives(routes: readonly Route[]): readonly Route[] {
  const kept: Route[] = [];
  const places = new Map<string, number[]>();
  for (const route of routes) {
    const key = `${route.registration.module.path}:${route.registration.node.start} ${String(route.methods)} ${route.path}`;
    const there = places.get(key) ?? [];
    places.set(key, there);
    const at = route.conditions.length === 0 ? undefined : there.find((index) => opposed(kept[index], route) !== undefined);
    const other = at === undefined ? undefined : kept[at];
    if (at === undefined || !other) {
      there.push(kept.length);
      kept.push(route);
    } else kept[at] = joined(other, route);
  }
  return kept;
}

/** The position of the condition that decides between the two. */
function opposed(a: Route | undefined, b: Route): number | undefined {
  if (!a) return undefined;
  const at = b.conditions.findIndex((condition, index) => condition.node !== a.conditions[index]?.node || condition.clause !== a.conditions[index]?.clause);
  const [one, other] = [a.conditions[at], b.conditions[at]];
  return one && other && one.node === other.node ? at : undefined;
}

function joined(a: Route, b: Route): Route {
  const at = opposed(a, b) ?? 0;
  const [one, other] = [a.conditions[at], b.conditions[at]];
  const isWhole = one !== undefined && other !== undefined && leavesNothing(one, other);
  const before = a.conditions.slice(0, at);
  const dependencies = [...a.dependencies, ...b.dependencies.filter((dependency) => !a.dependencies.some(({ node }) => node === dependency.node))];
  const rest = isWhole || !one ? [] : [{ ...one, clause: undefined }];
  return { ...a, conditions: [...before, ...rest], dependencies, inSchema: a.inSchema === b.inSchema ? a.inSchema : 'unknown' };
}

/** Whether two clauses of one statement are all the ways through it. */
function leavesNothing({ node, clause }: Condition, { clause: other }: Condition): boolean {
  if (node.type === 'conditional_expression') return true;
  if (node.type !== 'if_statement') return false;
  const clauses: readonly (PyNode | undefined)[] = [node, ...parts(node).filter(({ type }) => type === 'elif_clause' || type === 'else_clause')];
  const taken = new Set([clause, other]);
  // What comes after the only clause, which left, is all the rest.
  if (taken.has(undefined)) return clauses.length === 1;
  return childOfType(node, 'else_clause') !== undefined && clauses.every((one) => taken.has(one));
}
