import { chainOf, flowOf, readBy, statementsOf, type DataCall, type PyNode, type RepositoryView } from '#pystd';
import { carriersOf, type Carrier } from './carriers.ts';
import { obstacleIn } from './movable.ts';
import { modelOf } from './model.ts';
import { comesFirst, isInert, readElsewhere, widestPart } from './tail.ts';
import type { Asking, Left, Unit } from './unit.ts';

/** Carriers that belong together: what one holds goes into the other, or one statement reads both. */
interface Web {
  readonly names: ReadonlySet<string>;
  readonly nodes: readonly PyNode[];
  readonly isMixed: boolean;
}

/** A block with the statement of it that a node is in. */
interface Step {
  readonly block: PyNode;
  readonly statement: PyNode;
}

/** The runs of statements of a handler that build a query and ask it; the reasons of those that stay; and the carriers' names. */
export function runsIn(view: RepositoryView, asking: Asking): { readonly runs: readonly Unit[]; readonly left: readonly Left[]; readonly held: readonly PyNode[] } {
  const carriers = carriersOf(view, asking);
  const runs: Unit[] = [];
  const left: Left[] = [];
  for (const web of websOf(carriers, asking)) {
    const calls = asking.access.calls.filter(({ node }) => web.nodes.some((one) => node.start <= one.start && one.end <= node.end) || web.nodes.some((one) => isBoundTo(one, node)));
    const run = runOf(view, asking, web);
    if (!('because' in run)) runs.push(run);
    else if (calls.length > 0) left.push(run);
  }
  return { runs, left, held: carriers.flatMap(({ nodes }) => [...nodes]) };
}

/** Whether the node is the target of an assignment whose value the expression is. */
function isBoundTo(target: PyNode, expression: PyNode): boolean {
  const { parent } = target;
  return parent?.type === 'assignment' && parent.start <= expression.start && expression.end <= parent.end;
}

function websOf(carriers: readonly Carrier[], { handler }: Asking): readonly Web[] {
  const webs: { names: Set<string>; nodes: PyNode[]; spots: Set<PyNode>; isMixed: boolean }[] = [];
  for (const { name, nodes, isMixed } of carriers) {
    const spots = new Set(nodes.map((node) => stepsTo(node, handler.node).at(-1)?.statement ?? node));
    const joined = webs.filter((web) => [...spots].some((spot) => web.spots.has(spot)));
    const whole = { names: new Set([name, ...joined.flatMap((web) => [...web.names])]), nodes: [...nodes, ...joined.flatMap((web) => web.nodes)], spots: new Set([...spots, ...joined.flatMap((web) => [...web.spots])]), isMixed: isMixed || joined.some((web) => web.isMixed) };
    for (const web of joined) webs.splice(webs.indexOf(web), 1);
    webs.push(whole);
  }
  return webs;
}

function runOf(view: RepositoryView, asking: Asking, web: Web): Unit | Left {
  const { handler, access } = asking;
  const { module, node: definition } = handler;
  const nodes = [...web.nodes].sort((a, b) => a.start - b.start);
  const [firstNode] = nodes;
  if (!firstNode) throw new Error('A web has nodes.');
  const name = firstNode.text;
  const stays = (because: string, node: PyNode = firstNode): Left => ({ node, because: `\`${name}\` stays where it is: ${because[0]?.toLowerCase() ?? ''}${because.slice(1)}` });
  if (web.isMixed) return stays(`What \`${name}\` holds cannot be told everywhere.`);
  const place = commonBlock(nodes, definition);
  if (!place) return stays('It is shared with a function inside.');
  const all = statementsOf(place.block);
  const range = all.slice(all.indexOf(place.first), all.indexOf(place.last) + 1);
  const last = range.at(-1);
  if (!last) return stays('It is in no statement.');
  const whole = obstacleIn(last, asking, web.names);
  const moved = whole ? range.slice(0, -1) : range;
  const found = moved.map((statement) => obstacleIn(statement, asking, web.names)).find((one) => one !== undefined);
  if (found) return stays(found.because, found.node);
  if (moved.length === 0) return stays(whole?.because ?? 'It cannot be told apart from what is around it.', whole?.node);
  const tails = whole ? distinct(nodes.filter((node) => last.start <= node.start && node.end <= last.end).map((node) => tailAt(node, asking))) : [];
  const flow = flowOf(module, definition, moved);
  if ('because' in flow) return stays(flow.because, flow.node);
  const outputs = flow.outputs.filter((output) => !isReadOnlyIn(output, asking, moved, tails));
  if (outputs.some((output) => web.names.has(output) && holdsPartAfter(output, nodes, moved, tails))) return stays('It is used again further down.');
  const unread = tails.map((tail) => readElsewhere(tail, access.types.dataValueOf(tail) ?? { stage: 'builder', models: [], type: undefined, at: tail })).find((one) => one !== undefined);
  if (unread !== undefined) return stays(unread, last);
  // Only what is built may wait for its place in a statement; what is asked before has its moment.
  const isAsked = outputs.length > 0 || callsIn(access.calls, moved).some(({ method }) => method !== 'query');
  const isFetched = tails.every((tail) => isResult(tail, access));
  const isInline = tails.length === 1 && !isAsked;
  const isHarmless = (node: PyNode): boolean => isInline || isFetched || isInert(view, asking, node, tails);
  const odd = tails.map((tail) => comesFirst(tail, last, isHarmless)).find((one) => one !== undefined);
  if (odd !== undefined) return stays(odd, last);
  const isFirst = isInline || tails.every((tail) => comesFirst(tail, last, (node) => isInert(view, asking, node, tails)) === undefined);
  const calls = callsIn(access.calls, [...moved, ...tails]);
  const session = calls[0]?.session;
  if (!session) return stays('It is asked with no session of the handler.');
  if (calls.some((call) => call.session !== session)) return stays('Two sessions are used.');
  if (outputs.length + tails.length === 0 && calls.length === 0) return stays('Nothing comes of it.');
  const model = modelOf(view, asking, [...moved, ...tails]);
  if (!model) return stays('Which mapped class it is about cannot be told.');
  return { ...asking, session, model, statements: moved, outputs, tails, isInline: tails.length === 1 && outputs.length === 0 && isFirst, awaits: flow.awaits.length > 0 || tails.some((tail) => /\bawait\b/.test(tail.text)), calls };
}

/** The value that a place has a part in: what a session is asked with it, or what is taken of it. */
function tailAt(node: PyNode, { access }: Asking): PyNode {
  const around = access.calls.filter((call) => call.node.start <= node.start && node.end <= call.node.end);
  const widest = around.reduce<DataCall | undefined>((wide, call) => (wide && wide.node.end - wide.node.start >= call.node.end - call.node.start ? wide : call), undefined);
  return widestPart(widest?.use ?? node, access);
}

/** Whether an expression takes rows that were asked for already. */
function isResult(tail: PyNode, { types }: Asking['access']): boolean {
  const { root } = chainOf(tail);
  return root.type === 'identifier' && types.dataValueOf(root)?.stage === 'result';
}

/** Whether nothing but the expressions that move as well reads what the run binds to a name. */
function isReadOnlyIn(name: string, { handler }: Asking, moved: readonly PyNode[], tails: readonly PyNode[]): boolean {
  const { module, node } = handler;
  const bindings = module.names.scopeInside(node)?.bindings.get(name) ?? [];
  const isIn = (pieces: readonly PyNode[], one: PyNode): boolean => pieces.some((piece) => piece.start <= one.start && one.end <= piece.end);
  const readers = module.names.references().filter((one) => one.name === name && typeof one.bindings !== 'string' && one.bindings.some((binding) => bindings.includes(binding)));
  return readers.every((one) => isIn([...moved, ...tails], one.node) || !readBy(one.node, bindings).some((binding) => isIn(moved, binding.node)));
}

/** Whether a name still holds a part of a query where it is read behind the run. */
function holdsPartAfter(name: string, nodes: readonly PyNode[], moved: readonly PyNode[], tails: readonly PyNode[]): boolean {
  return nodes.some((node) => node.text === name && ![...moved, ...tails].some((piece) => piece.start <= node.start && node.end <= piece.end));
}

export function callsIn(calls: readonly DataCall[], pieces: readonly PyNode[]): readonly DataCall[] {
  return calls.filter(({ use }) => pieces.some((piece) => piece.start <= use.start && use.end <= piece.end));
}

/** The innermost block that holds all nodes, with the first and the last statement of it that they are in; none where a function inside holds some. */
function commonBlock(nodes: readonly PyNode[], definition: PyNode): { readonly block: PyNode; readonly first: PyNode; readonly last: PyNode } | undefined {
  const paths = nodes.map((node) => stepsTo(node, definition));
  if (paths.some((path) => path.some(({ statement }) => statement.type === 'function_definition' || statement.type === 'decorated_definition'))) return undefined;
  for (let depth = Math.min(...paths.map(({ length }) => length)) - 1; depth >= 0; depth--) {
    const steps = paths.map((path) => path[depth]).filter((step) => step !== undefined);
    const [first] = steps;
    const last = steps.at(-1);
    if (first && last && steps.every(({ block }) => block === first.block)) return { block: first.block, first: first.statement, last: last.statement };
  }
  return undefined;
}

/** The statements that a node is in, from the function's body inwards. */
function stepsTo(node: PyNode, definition: PyNode): readonly Step[] {
  const steps: Step[] = [];
  for (let inner: PyNode = node; inner.parent && inner !== definition; inner = inner.parent) if (inner.parent.type === 'block') steps.unshift({ block: inner.parent, statement: inner });
  return steps;
}

function distinct(nodes: readonly PyNode[]): readonly PyNode[] {
  const unique = nodes.filter((node, index) => nodes.indexOf(node) === index);
  return unique.filter((node) => !unique.some((other) => other !== node && other.start <= node.start && node.end <= other.end));
}
