import { applyEdits, docstringOf, fitted, insideStrings, lineEnd, lineStart, refuse, quoted, reindent, replacement, type CodeStyle, type Edit, type PyNode, type PyTree, type Span } from '#pystd';
import type { Extraction, Parameter } from './model.ts';
import { bodyOf } from './run.ts';

/** What the methods of a service call the things that handlers were given. */
export interface Naming {
  /** `self.session` */
  readonly session: string;
  /** The attribute of each repository class that has one. */
  readonly repositories: ReadonlyMap<string, string>;
  /** Names that are there for type checkers only: annotations with them are in quotes. */
  readonly forTypes: ReadonlySet<string>;
}

const METHOD = '    ';
const BODY = '        ';

/** A method with the moved statements, at the indentation of a class body. */
export function methodText(extraction: Extraction, naming: Naming, width: number, quote: CodeStyle['quote']): string {
  const { definition, flow, name, parameters, returns, statements } = extraction;
  const head = `${flow.awaits.length > 0 ? 'async ' : ''}def ${name}(`;
  const annotated = ({ name: one, annotation }: Parameter): string => (annotation === undefined ? one : `${one}: ${readable(annotation, naming)}`);
  const tail = `)${returns === undefined ? '' : ` -> ${readable(returns, naming)}`}:`;
  const signature = quoted(fitted(head, ['self', ...parameters.map(annotated)], tail, width, METHOD), quote);
  const outputs = flow.outputs.length > 0 && statements.at(-1) !== bodyOf(definition).at(-1) ? `${isDefinition(statements.at(-1)) ? '\n' : ''}\n${BODY}return ${flow.outputs.join(', ')}` : '';
  const gap = isDefinition(statements[0]) ? '\n' : '';
  return `${signature}\n${BODY}"""${summaryOf(definition, name)}"""\n${gap}${bodyText(extraction, naming)}${outputs}`;
}

/** What stands in the handler instead, without the indentation of its first line. */
export function callText({ definition, flow, session, parameters, name, span, statements }: Extraction, service: string, width: number): string {
  const { text } = definition.tree;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, span.start)))?.[0] ?? '';
  const isReturned = statements.at(-1) === bodyOf(definition).at(-1) && flow.returns.some(({ children }) => children.some(({ named }) => named));
  const head = isReturned ? 'return ' : flow.outputs.length > 0 ? `${flow.outputs.join(', ')} = ` : '';
  const awaited = flow.awaits.length > 0 ? 'await ' : '';
  return fitted(`${head}${awaited}${service}(${session?.name ?? ''}).${name}(`, parameters.map((one) => one.name), ')', width, indent).slice(indent.length);
}

/** Formatters keep an empty line around definitions inside functions. */
function isDefinition(statement: PyNode | undefined): boolean {
  return /^(?:function|class|decorated)_definition$/.test(statement?.type ?? '');
}

/** An annotation without the quotes of one whose names are all there when the program runs, since they came along. */
function readable(annotation: string, { forTypes }: Naming): string {
  const inner = /^"(.*)"$/.exec(annotation)?.[1];
  return inner === undefined || (inner.match(/\w+/g) ?? []).some((word) => forTypes.has(word)) ? annotation : inner;
}

/** The first line of the handler's own docstring, else its name as words. */
function summaryOf(definition: PyNode, name: string): string {
  const own = docstringOf(definition)?.text.replace(/^[rRuU]?("""|'''|"|')|("""|'''|"|')$/g, '').trim().split('\n')[0]?.trim();
  if (own !== undefined && own !== '' && !/["\\]/.test(own) && own.length < 70) return /[A-Za-z0-9)\]'`]$/.test(own) ? `${own}.` : own;
  const words = name.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The moved statements, indented for a method, with the session and the repositories of the service. */
function bodyText({ definition, span, session, repositories: used, rebases }: Extraction, naming: Naming): string {
  const { tree } = definition;
  const lines = { start: lineStart(tree.text, span.start), end: lineEnd(tree.text, span.end - 1) };
  const indent = /^[ \t]*/.exec(tree.text.slice(lines.start))?.[0] ?? '';
  const moved = reindent(tree, lines, indent, BODY);
  if ('refused' in moved) refuse(moved.refused);
  const sites = used.flatMap(({ name, sites: all }) => {
    const attribute = naming.repositories.get(name);
    return attribute === undefined ? [] : all.map((site) => replacement(site, `self.${attribute}`));
  });
  const isInSite = (use: PyNode): boolean => sites.some(({ span: site }) => site.start <= use.start && use.end <= site.end);
  const renamed = (session?.uses ?? []).filter((use) => !isInSite(use)).map((use) => replacement(use, naming.session));
  const imports = rebases.map(({ node, dotted }) => replacement(node, dotted));
  const edits = [...moved, ...renamed, ...sites, ...imports, ...blankLines(tree, lines)].map(({ span: at, text }): Edit => ({ span: { start: at.start - lines.start, end: at.end - lines.start }, text }));
  return applyEdits(tree.text.slice(lines.start, lines.end), [...edits, ...tabs(tree, lines, indent).map(({ span: at, text }): Edit => ({ span: { start: at.start - lines.start, end: at.end - lines.start }, text }))]).replace(/\r\n/g, '\n').trimEnd();
}

/** Tabs behind the indentation of a body that is indented with tabs. */
function tabs(tree: PyTree, { start, end }: Span, indent: string): readonly Edit[] {
  if (!/^\t+$/.test(indent)) return [];
  const isInString = insideStrings(tree, { start, end });
  const edits: Edit[] = [];
  for (let at = start; at < end; at = lineEnd(tree.text, at)) {
    const [, more = ''] = /^\t+/.test(tree.text.slice(at, at + indent.length)) ? (/^(\t+)[^\s]/.exec(tree.text.slice(at + indent.length, lineEnd(tree.text, at))) ?? []) : [];
    if (more !== '' && !isInString(at)) edits.push(replacement({ start: at + indent.length, end: at + indent.length + more.length }, METHOD.repeat(more.length)));
  }
  return edits;
}

/** White space on lines that hold nothing else goes, unless a string goes over them. */
function blankLines(tree: PyTree, { start, end }: Span): readonly Edit[] {
  const isInString = insideStrings(tree, { start, end });
  const edits: Edit[] = [];
  for (let at = start; at < end; at = lineEnd(tree.text, at)) {
    const blank = /^[ \t]+(?=\r?\n$)/.exec(tree.text.slice(at, lineEnd(tree.text, at)))?.[0];
    if (blank !== undefined && !isInString(at)) edits.push(replacement({ start: at, end: at + blank.length }, ''));
  }
  return edits;
}
