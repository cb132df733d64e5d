import type { InModule } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { childOfType, parts } from '../../../python/syntax/walk.ts';
import type { Endpoint, Route } from '../model.ts';
import type { Arguments, Given } from './arguments.ts';
import { shortened } from './evaluate.ts';
import { forced, type Value } from './value.ts';

/** The argument `include_in_schema`. */
export function schemaGiven(given: Arguments): Route['inSchema'] {
  const argument = given.named.get('include_in_schema');
  if (!argument) return given.open ? 'unknown' : true;
  const value = forced(argument.value());
  return value.kind === 'constant' && typeof value.value === 'boolean' && value.certainty === 'known' ? value.value : 'unknown';
}

/** The argument `dependencies`, as it is written. */
export function dependenciesGiven({ named }: Arguments): readonly InModule[] {
  const argument = named.get('dependencies');
  return argument && argument.node.type !== 'none' ? [{ module: argument.module, node: argument.node }] : [];
}

/** The function a value is, where it is one; a method of an object is its function. */
export function endpointOf(value: Value, place: InModule | Given): Endpoint | undefined {
  const known = forced(value);
  if (known.kind === 'function' || known.kind === 'class') {
    const name = known.definition.type === 'lambda' ? '<lambda>' : (childOfType(known.definition, 'identifier')?.text ?? '');
    return { module: known.module, node: known.definition, name };
  }
  const last = place.node.type === 'identifier' || place.node.type === 'attribute' ? lastName(place.node) : undefined;
  return last === undefined ? undefined : { module: place.module, node: place.node, name: last };
}

function lastName(node: PyNode): string {
  return node.type === 'attribute' ? (parts(node).at(-1)?.text ?? node.text) : node.text;
}

/** The dotted name of another distribution's class, or the name of an own one. */
export function nameOfValue(value: Value, node: PyNode): string {
  const known = forced(value);
  if (known.kind === 'external') return known.name;
  if (known.kind === 'class' || known.kind === 'function') return childOfType(known.definition, 'identifier')?.text ?? shortened(node);
  return shortened(node);
}

/** Starlette answers `HEAD` wherever it answers `GET`; FastAPI's own routes do not. A class as endpoint has a method for each it answers. */
export function methodsGiven(given: Arguments, type: Route['kind'], handler: Value): readonly string[] {
  const value = methodsValue(given);
  const texts = value?.kind === 'list' ? value.items.flatMap((item) => methodIn(item) ?? []) : [];
  const isMissing = !value || (value.kind === 'constant' && value.value === null);
  if (isMissing && type === 'plain' && forced(handler).kind !== 'function') return [];
  const all = isMissing ? ['GET'] : texts;
  return type === 'plain' && all.includes('GET') ? [...all, 'HEAD'] : all;
}

/** Whether the argument `methods` says which methods they are, if it is there. */
export function saysMethods(given: Arguments): boolean {
  const value = methodsValue(given);
  if (!value) return !given.open;
  return value.kind === 'list' ? !value.open && value.items.every((item) => methodIn(item) !== undefined) : value.kind === 'constant';
}

function methodsValue({ named }: Arguments): Value | undefined {
  const methods = named.get('methods');
  return methods && forced(methods.value());
}

function methodIn(item: Value): string | undefined {
  const known = forced(item);
  if (known.kind === 'text') return known.certainty === 'known' ? known.text.toUpperCase() : undefined;
  return known.kind === 'external' ? /^http\.HTTPMethod\.([A-Z]+)$/.exec(known.name)?.[1] : undefined;
}
