import { parts, type KnownType, type PyNode } from '#pystd';
import type { Unit } from '../find/unit.ts';
import type { Draft } from './draft.ts';

/** What a method returns. */
export function returnsOf(unit: Unit): Draft['returns'] {
  const { outputs, tails, access, handler } = unit;
  const [tail] = tails;
  if (tail && tails.length === 1 && outputs.length === 0) return tail.parent?.type === 'expression_statement' ? 'nothing' : access.types.typeOf(tail);
  if (outputs.length + tails.length === 0) return 'nothing';
  const scope = handler.module.names.scopeInside(handler.node);
  const ofOutputs = outputs.map((name) => {
    const bindings = (scope?.bindings.get(name) ?? []).filter(({ node }) => unit.statements.some((one) => one.start <= node.start && node.end <= one.end));
    const types = bindings.map((binding) => access.types.typeOfBinding(binding));
    return types.length > 0 && types.every((type) => type !== undefined) && new Set(types.map((type) => JSON.stringify(keyable(type)))).size === 1 ? types[0] : undefined;
  });
  const all = [...ofOutputs, ...tails.map((one: PyNode) => access.types.typeOf(one))];
  const [only] = all;
  if (all.length === 1) return only;
  const known = all.filter((type) => type !== undefined);
  return known.length === all.length ? { kind: 'builtin', name: 'tuple', of: known } : undefined;
}

function keyable(type: KnownType): unknown {
  return type.kind === 'own' ? [type.module.path, type.name] : type.kind === 'builtin' || type.kind === 'outer' ? [type.name, type.of.map(keyable)] : type.kind === 'union' ? type.of.map(keyable) : type;
}

/** The one assignment at the end of a run whose value is all that comes of it: the method returns it at once. */
export function lastValue(unit: Unit): PyNode | undefined {
  const [output, other] = unit.outputs;
  const last = unit.statements.at(-1);
  const assignment = last?.type === 'expression_statement' ? parts(last)[0] : undefined;
  if (output === undefined || other !== undefined || unit.tails.length > 0 || assignment?.type !== 'assignment') return undefined;
  const [target, ...rest] = parts(assignment);
  const bindings = unit.handler.module.names.scopeInside(unit.handler.node)?.bindings.get(output) ?? [];
  const inside = bindings.filter(({ node }) => unit.statements.some((one) => one.start <= node.start && node.end <= one.end));
  return target?.text === output && inside.at(-1)?.node === target && rest.length === 1 ? rest[0] : undefined;
}
