import { deepDescendants, lineEnd, lineStart, parts, rebased, reindent, type DataSession, type FreeName, type Module, type PyNode, type RepositoryView, type Span } from '#pystd';
import { carriedAnnotation, carriedBy, clashes, type CarriedAnnotation, type Carrier } from './carrier.ts';
import { portableAnnotation } from './annotation.ts';
import { isHidden, obstacleInMethod } from './class-body.ts';
import { namesInQuotes } from './companion.ts';
import { isWebsocket, type HandlerFacts } from './handlers.ts';
import type { Extraction, Obstacle, Parameter, Session } from './model.ts';
import { repositoriesIn } from './repositories.ts';
import { bodyOf, runOf } from './run.ts';

/** What of a handler becomes a method of a service, or why nothing does. */
export function extractionOf(view: RepositoryView, handler: HandlerFacts, beside: readonly HandlerFacts[], carrier: Carrier): Extraction | Obstacle {
  const { module, node: definition, name, sessions } = handler;
  if (handler.ownClass) return { node: definition, because: 'It is a method of a class, which has a state of its own.' };
  if (handler.factory) return { node: definition, because: 'It is defined inside a function, whose names it sees.' };
  if (isWebsocket(handler)) return { node: definition, because: 'Its connection outlives every call.' };
  const run = runOf(view, module, definition, (statement) => weightOf(statement, handler));
  if ('because' in run) return run;
  const { statements, isWhole, flow } = run;
  const span = spanOf(statements, definition);
  if (!span) return { node: statements[0] ?? definition, because: 'Statements share a line with others that stay.' };

  const { text } = definition.tree;
  const lines = { start: lineStart(text, span.start), end: lineEnd(text, span.end - 1) };
  const shifted = reindent(definition.tree, lines, text.slice(lines.start, span.start), '');
  if ('refused' in shifted) return { node: statements[0] ?? definition, because: shifted.refused };

  const free = [...flow.inputs, ...flow.outer];
  const sessionOf = (one: FreeName): DataSession | undefined => sessions.find(({ uses }) => uses.some((use) => one.uses.includes(use)));
  const [mine, other] = free.filter((one) => sessionOf(one) !== undefined);
  if (other) return { node: other.uses[0] ?? definition, because: 'It works with two sessions.' };
  const known = mine && sessionOf(mine);
  const session: Session | undefined = mine && known && { name: mine.name, type: known.type, uses: mine.uses };
  const again = mine && mine.bindings[0]?.scope.bindings.get(mine.name)?.[1];
  if (again) return { node: again.node, because: `\`${mine.name}\` does not mean the same session all the time.` };
  const inside = obstacleInMethod(statements, session?.uses ?? []);
  if (inside) return inside;

  const inputs = flow.inputs.filter((one) => one !== mine);
  const outer = flow.outer.filter((one) => one !== mine);
  const rebases = [];
  for (const node of statements.flatMap((statement) => [...deepDescendants(statement, ({ type }) => type !== 'expression_statement')])) {
    const moved = rebased(view, module, node, carrier.home.path);
    if (moved && 'because' in moved) return { node, because: moved.because };
    if (moved) rebases.push(moved);
  }
  const carried = carriedBy(view, module, [...outer, ...namesInQuotes(module, statements)], carrier);
  if ('because' in carried) return carried;
  // An annotation that would bring another meaning of a name is left out.
  const annotations: CarriedAnnotation[] = [];
  const taken = (annotation: CarriedAnnotation | undefined): string | undefined => {
    const known = [...carried.imports, ...annotations.flatMap(({ imports, forTypes }) => [...imports, ...forTypes])];
    if (!annotation || isHidden(annotation.text, beside) || [...annotation.imports, ...annotation.forTypes].some((one) => clashes(one, known))) return undefined;
    annotations.push(annotation);
    return annotation.text;
  };
  const parameters = inOrder(inputs, definition).map((one): Parameter => ({ name: one.name, annotation: taken(annotationOf(view, module, one, carrier)) }));
  const returns = givesNothing(flow, statements, definition) ? 'None' : isWhole ? taken(returnsOf(view, module, definition, carrier)) : undefined;
  return {
    module, definition, name, statements, span, isWhole, flow, session, parameters, returns,
    repositories: session ? repositoriesIn(view, module, outer, session) : [],
    outer,
    imports: [...carried.imports, ...annotations.flatMap(({ imports }) => imports)],
    forTypes: annotations.flatMap(({ forTypes }) => forTypes),
    runs: [...carried.runs, ...annotations.flatMap(({ runs }) => runs)],
    along: carried.along,
    rebases,
    raisesHttp: outer.some(({ uses: [use] }) => use !== undefined && isHttpException(view, module, use)),
  };
}

/** Statements that reach for data weigh more than those that only hand the session on; others weigh nothing by themselves. */
function weightOf({ start, end }: PyNode, { dataCalls, sessions }: HandlerFacts): number {
  const inside = (nodes: readonly PyNode[]): number => nodes.filter((node) => start <= node.start && node.end <= end).length;
  return 10 * inside(dataCalls) + inside(sessions.flatMap(({ uses }) => uses));
}

/** From the first comment that belongs to the statements to the end of the last one. */
function spanOf(statements: readonly PyNode[], definition: PyNode): Span | undefined {
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last) return undefined;
  const { text } = first.tree;
  if (text.slice(lineStart(text, first.start), first.start).trim() !== '' || /;/.test(text.slice(last.end, lineEnd(text, last.end - 1)).replace(/#.*/, ''))) return undefined;
  const above = previousEnd(definition, first);
  let lead = first.start;
  for (let at = lineStart(text, first.start); at > above; at = lineStart(text, at - 1)) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() !== '' && !/^\s*#/.test(line) && at !== lineStart(text, first.start)) break;
    if (/^\s*#/.test(line)) lead = at + line.search(/\S/);
  }
  const end = text.slice(last.end, lineEnd(text, last.end - 1)).replace(/\r?\n$/, '');
  const isEnd = last === bodyOf(definition).at(-1);
  return { start: lead, end: (isEnd ? lastComment(last) : undefined) ?? last.end + end.length };
}

/** The end of the comments below the last statement of a body that are indented with it. */
function lastComment({ tree: { text }, start, end }: PyNode): number | undefined {
  const indent = text.slice(lineStart(text, start), start);
  let found: number | undefined;
  for (let at = lineEnd(text, end - 1); at < text.length; at = lineEnd(text, at)) {
    const line = text.slice(at, lineEnd(text, at)).trimEnd();
    if (line.startsWith(`${indent}#`)) found = at + line.length;
    else if (line !== '') break;
  }
  return found;
}

/** Where the statement above one ends, or the head of the function. */
function previousEnd(definition: PyNode, statement: PyNode): number {
  const above = (statement.parent?.children ?? []).filter(({ type, named, end }) => named && type !== 'comment' && end <= statement.start).at(-1);
  return above?.end ?? definition.children.find(({ type }) => type === ':')?.end ?? definition.start;
}

/** The handler's own parameters in their order, then what it has computed. */
function inOrder(inputs: readonly FreeName[], definition: PyNode): readonly FreeName[] {
  const at = ({ bindings, uses }: FreeName): number => bindings.find(({ how }) => how.kind === 'parameter')?.node.start ?? definition.end + (uses[0]?.start ?? 0);
  return [...inputs].sort((a, b) => at(a) - at(b));
}

function annotationOf(view: RepositoryView, module: Module, { bindings }: FreeName, carrier: Carrier): CarriedAnnotation | undefined {
  const [binding, other] = bindings;
  if (!binding || other || (binding.how.kind !== 'parameter' && binding.how.kind !== 'assignment') || !binding.how.annotation) return undefined;
  if (binding.how.kind === 'parameter' && /^\*/.test(binding.how.parameter.text)) return undefined;
  const portable = portableAnnotation(view, module, binding.how.annotation);
  return portable && carriedAnnotation(view, portable, carrier);
}

function returnsOf(view: RepositoryView, module: Module, definition: PyNode, carrier: Carrier): CarriedAnnotation | undefined {
  const returns = definition.children.find(({ type }, index) => type === 'type' && definition.children[index - 1]?.type === '->');
  const portable = returns && portableAnnotation(view, module, returns);
  return portable && !/\b\w*Response\b/.test(portable.text) ? carriedAnnotation(view, portable, carrier) : undefined;
}

/** Whether the method returns no value, and nothing of what it binds is read afterwards. */
function givesNothing({ returns, outputs }: Extraction['flow'], statements: readonly PyNode[], definition: PyNode): boolean {
  const isEnd = statements.at(-1) === bodyOf(definition).at(-1);
  return returns.every((one) => parts(one).length === 0) && (isEnd || outputs.length === 0);
}

function isHttpException({ python }: RepositoryView, module: Module, use: PyNode): boolean {
  const symbol = python.symbolOf(module, use);
  return symbol.kind === 'external' && /^(?:fastapi|starlette)\.(?:exceptions\.)?HTTPException$/.test(symbol.name);
}
