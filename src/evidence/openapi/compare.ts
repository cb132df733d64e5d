import type { DeclaredAnswers } from '../../patch/patch-set.ts';
import { comparePaths } from '../../repo/path.ts';

/** JSON, as far as an OpenAPI document has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One difference between two documents. */
export interface Difference {
  /** A full sentence without its stop: `GET /books was added`. */
  readonly words: string;
  /** Whether the codemod declared it. */
  readonly declared: boolean;
}

/** What a running application answers: its OpenAPI document and its routes in the order in which they are matched. */
export interface Answers {
  readonly openapi: Json;
  /** Path, methods, kind of route, name. */
  readonly routes: readonly (readonly [string, readonly string[], string, string])[];
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Compares what an application answers by what it means: the order of keys does not count. Differences in a fixed order. */
export function compareAnswers(before: Answers, after: Answers, declared: DeclaredAnswers): readonly Difference[] {
  const was = operations(before.openapi);
  const is = operations(after.openapi);
  const differences: Difference[] = [];
  for (const key of inOrder([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(key), is.get(key)];
    if (old === undefined) differences.push({ words: `${key} was added`, declared: declared.adds.includes(pathIn(key)) });
    else if (now === undefined) differences.push({ words: `${key} is gone`, declared: declared.removes.includes(pathIn(key)) });
    else if (canonical(old) !== canonical(now)) differences.push({ words: `${key} changed in ${changedParts(old, now)}`, declared: false });
  }
  differences.push(...componentDifferences(before.openapi, after.openapi, [...was.keys()].flatMap((key) => is.get(key) ?? [])), ...restDifferences(before.openapi, after.openapi), ...routeDifferences(before.routes, after.routes, declared));
  return differences;
}

/** `GET /books` to what the document says of it. */
function operations(document: Json): ReadonlyMap<string, Json> {
  const paths = entries(member(document, 'paths'));
  return new Map(paths.flatMap(([path, item]) => entries(item).flatMap(([method, operation]) => (METHODS.includes(method) ? [[`${method.toUpperCase()} ${path}`, operation] as const] : []))));
}

/** Components that are new are part of what uses them: they are no difference by themselves unless an operation that was there uses them. */
function componentDifferences(before: Json, after: Json, kept: readonly Json[]): readonly Difference[] {
  const [was, is] = [components(before), components(after)];
  const used = canonical(kept as Json);
  return inOrder([...was.keys(), ...is.keys()]).flatMap((name): Difference[] => {
    const [old, now] = [was.get(name), is.get(name)];
    if (old === undefined) return used.includes(`"#/components/${name}"`) ? [{ words: `\`${name}\` was added`, declared: false }] : [];
    if (now === undefined) return [{ words: `\`${name}\` is gone`, declared: false }];
    return canonical(old) === canonical(now) ? [] : [{ words: `\`${name}\` changed in ${changedParts(old, now)}`, declared: false }];
  });
}

function components(document: Json): ReadonlyMap<string, Json> {
  return new Map(entries(member(document, 'components')).flatMap(([kind, all]) => entries(all).map(([name, one]) => [`${kind}/${name}`, one] as const)));
}

/** Everything beside paths and components: title, servers, tags. */
function restDifferences(before: Json, after: Json): readonly Difference[] {
  const rest = (document: Json): ReadonlyMap<string, Json> => new Map(entries(document).filter(([key]) => key !== 'paths' && key !== 'components'));
  const [was, is] = [rest(before), rest(after)];
  const changed = inOrder([...was.keys(), ...is.keys()]).filter((key) => canonical(was.get(key) ?? null) !== canonical(is.get(key) ?? null));
  return changed.map((key) => ({ words: `\`${key}\` of the document changed`, declared: false }));
}

/** Routes that the document does not show, and the order in which all of them are matched. */
function routeDifferences(before: Answers['routes'], after: Answers['routes'], { adds, removes }: DeclaredAnswers): readonly Difference[] {
  const spelled = ([path, methods, kind, name]: Answers['routes'][number]): string => `${methods.length > 0 ? methods.join('|') : kind} ${path} (${name})`;
  const is = after.map(spelled);
  const left = before.map((route) => ({ route, words: spelled(route) }));
  const added = after.filter((route) => {
    const at = left.findIndex(({ words }) => words === spelled(route));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const gone = new Set(left.map(({ words }) => words));
  const kept = before.map(spelled).filter((one) => !gone.has(one));
  const fresh = new Set(added.map(spelled));
  const still = is.filter((one) => !fresh.has(one));
  return [
    ...added.map((route): Difference => ({ words: `The route ${spelled(route)} was added`, declared: adds.includes(route[0]) })),
    ...left.map(({ route, words }): Difference => ({ words: `The route ${words} is gone`, declared: removes.includes(route[0]) })),
    ...(kept.join('\n') === still.join('\n') ? [] : [{ words: 'The routes are matched in another order', declared: false }]),
  ];
}

/** Of `GET /books`. */
function pathIn(operation: string): string {
  return operation.slice(operation.indexOf(' ') + 1);
}

/** The members in which two values differ, as a list of names. */
function changedParts(before: Json, after: Json): string {
  const [was, is] = [new Map(entries(before)), new Map(entries(after))];
  const names = inOrder([...was.keys(), ...is.keys()]).filter((key) => canonical(was.get(key) ?? null) !== canonical(is.get(key) ?? null) || was.has(key) !== is.has(key));
  return names.length > 0 ? names.map((name) => `\`${name}\``).join(', ') : 'its form';
}

/** JSON with the keys of objects in order. */
export function canonical(value: Json): string {
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${entries(value).sort(([a], [b]) => comparePaths(a, b)).map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

function entries(value: Json | undefined): [string, Json][] {
  return typeof value === 'object' && value !== null && !isList(value) ? Object.entries(value) : [];
}

function member(value: Json, key: string): Json | undefined {
  return new Map(entries(value)).get(key);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function inOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort(comparePaths);
}
