import { docstringOf, flowOf, parts, statementsOf, blockOf, type Flow, type Module, type PyNode, type RepositoryView } from '#pystd';
import { touchesHttp } from './http.ts';
import { obstacleOfLoaded } from './loaded.ts';
import type { Obstacle } from './model.ts';

/** The statements of a handler that can become a method, and how values go through them. */
export interface Run {
  readonly statements: readonly PyNode[];
  readonly isWhole: boolean;
  readonly flow: Flow;
}

/** The statements of a function, without its docstring. */
export function bodyOf(definition: PyNode): readonly PyNode[] {
  const block = blockOf(definition);
  if (!block) return [];
  const docstring = docstringOf(definition);
  return statementsOf(block).filter((statement) => !docstring || statement.end <= docstring.start || statement.start >= docstring.end);
}

/**
 * The run of neighbouring statements that moves: all of them, or where some work with objects of HTTP the weightiest run between these. A run that ends before the handler does
 * must not return.
 *
 * @param weigh how much of what should move a statement holds
 */
export function runOf(view: RepositoryView, module: Module, definition: PyNode, weigh: (statement: PyNode) => number): Run | Obstacle {
  const body = bodyOf(definition);
  const [first] = body;
  if (!first) return { node: definition, because: 'It does nothing.' };
  const ofHttp = body.map((statement) => touchesHttp(view, module, statement));
  const segments = segmentsOf(body, ofHttp).filter((segment) => segment.some((statement) => weigh(statement) > 0));
  const [blocking] = ofHttp.filter((node) => node !== undefined);
  if (segments.length === 0) return { node: blocking ?? first, because: `Its work is mixed with \`${blocking?.text ?? first.text}\`, which belongs to the route.` };
  const obstacles: Obstacle[] = [];
  const runs: Run[] = [];
  for (const statements of segments) {
    const flow = flowOf(module, definition, statements);
    const obstacle = 'because' in flow ? flow : (obstacleIn(flow, statements, body) ?? lateWork(module, definition, flow));
    if (obstacle) obstacles.push(obstacle);
    else if (!('because' in flow)) {
      const run = { statements, isWhole: statements.length === body.length, flow };
      const loaded = obstacleOfLoaded(view, module, definition, run);
      if (loaded) obstacles.push(loaded);
      else runs.push(run);
    }
  }
  const weight = ({ statements }: Run): number => statements.reduce((sum, statement) => sum + weigh(statement), 0);
  const [best] = runs.sort((a, b) => weight(b) - weight(a));
  return best ?? obstacles[0] ?? { node: first, because: 'Nothing of it can move.' };
}

function obstacleIn({ returns: [early], outputs }: Flow, statements: readonly PyNode[], body: readonly PyNode[]): Obstacle | undefined {
  const [first] = statements;
  if (early && statements.at(-1) !== body.at(-1)) return { node: early, because: 'It returns in the middle of what would move, before the route is through.' };
  return first && outputs.length > MOST_OUTPUTS ? { node: first, because: `The route would need ${outputs.length} values of it afterwards.` } : undefined;
}

/** A function or generator that the run makes and the route goes on with: its work is done later, wherever that is. */
function lateWork(module: Module, definition: PyNode, { inputs, outputs }: Flow): Obstacle | undefined {
  const bindings = outputs.flatMap((name) => module.names.scopeInside(definition)?.bindings.get(name) ?? []);
  const imported = [...bindings, ...inputs.flatMap((one) => one.bindings)].find(({ how }) => how.kind === 'import');
  if (imported) return { node: imported.node, because: `\`${imported.name}\` is imported inside the handler, for more than what would move.` };
  const late = bindings.find(({ how }) => how.kind === 'function' || how.kind === 'class' || (how.kind === 'assignment' && (how.value?.type === 'generator_expression' || how.value?.type === 'lambda')));
  return late && { node: late.node, because: `The work of \`${late.name}\` is done later, when the route goes on with it.` };
}

/** A method that gives more is no method anybody would have written. */
const MOST_OUTPUTS = 3;

function segmentsOf(body: readonly PyNode[], ofHttp: readonly (PyNode | undefined)[]): readonly (readonly PyNode[])[] {
  const segments: PyNode[][] = [[]];
  for (const [index, statement] of body.entries()) {
    if (ofHttp[index]) segments.push([]);
    else segments.at(-1)?.push(statement);
  }
  return segments.filter((segment) => segment.length > 0).map((segment) => withoutPlainReturn(segment, body));
}

/** `return book` alone at the end, after statements of the route, is the route's. */
function withoutPlainReturn(segment: readonly PyNode[], body: readonly PyNode[]): readonly PyNode[] {
  const last = segment.at(-1);
  const isPlain = last?.type === 'return_statement' && (parts(last)[0] === undefined || parts(last)[0]?.type === 'identifier');
  return segment.length < body.length && segment.length === 1 && isPlain ? [] : segment;
}
