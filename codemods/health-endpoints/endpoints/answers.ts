import { assignmentOf, blockOf, calleeOf, deepDescendants, parts, plainString, statementsOf, type Module, type PyNode, type Route, type Task } from '#pystd';
import type { Options } from '../options.ts';

/** The members of what a route answers, where every `return` of it is a dictionary that is written out, a constant or a model of this repository. */
export function membersOf({ endpoint }: Route, task: Task<Options>): readonly string[] | undefined {
  const { module, node } = endpoint;
  if (node.type !== 'function_definition') return undefined;
  const returns = [...deepDescendants(node, (inner) => inner === node || !['function_definition', 'lambda', 'class_definition'].includes(inner.type))].filter(({ type }) => type === 'return_statement');
  const found = returns.map((statement) => membersIn(parts(statement)[0], module, task));
  const known = found.filter((members) => members !== undefined);
  return known.length === found.length && known.length > 0 ? [...new Set(known.flat())] : undefined;
}

function membersIn(value: PyNode | undefined, module: Module, task: Task<Options>): readonly string[] | undefined {
  if (value === undefined || ['string', 'true', 'false', 'none', 'integer'].includes(value.type)) return [];
  if (value.type === 'dictionary') {
    const pairs = parts(value);
    const keys = pairs.map((pair) => (pair.type === 'pair' ? plainString(parts(pair)[0] ?? pair) : undefined));
    return keys.every((key) => key !== undefined) ? keys : undefined;
  }
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && task.python.symbolOf(module, callee);
  const how = symbol?.kind === 'defined' ? symbol.binding.how : undefined;
  if (how?.kind !== 'class') return undefined;
  const body = blockOf(how.definition);
  const bases = how.definition.children.find(({ type }) => type === 'argument_list')?.text ?? '';
  if (!body || !/^\(\s*(?:pydantic\.)?BaseModel\s*\)$/.test(bases)) return undefined;
  return statementsOf(body).flatMap((statement) => {
    const target = assignmentOf(statement)?.target;
    return target?.type === 'identifier' ? [target.text] : [];
  });
}
