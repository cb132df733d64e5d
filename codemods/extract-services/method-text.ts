import { applyEdits, docstringOf, fitted, insideStrings, lineEnd, lineStart, refuse, reindent, replacement, type Edit, type PyNode, type PyTree, type Span } from '#pystd';
import type { Extraction, Parameter } from './model.ts';
import { bodyOf } from './run.ts';

/** What the methods of a service call the things that handlers were given. */
export interface Naming {
  /** `self.session` */
  readonly session: string;
  /** The attribute of each repository class that has one. */
  readonly repositories: ReadonlyMap<string, string>;
}

const METHOD = '    ';
const BODY = '        ';

/** A method with the moved statements, at the indentation of a class body. */
export function methodText(extraction: Extraction, naming: Naming, width: number): string {
  const { definition, flow, name, parameters, returns, statements } = extraction;
  const head = `${flow.awaits.length > 0 ? 'async ' : ''}def ${name}(`;
  const tail = `)${returns === undefined ? '' : ` -> ${returns}`}:`;
  const signature = fitted(head, ['self', ...parameters.map(spelled)], tail, width, METHOD);
  const outputs = flow.outputs.length > 0 && statements.at(-1) !== bodyOf(definition).at(-1) ? `\n${BODY}return ${flow.outputs.join(', ')}` : '';
  return `${signature}\n${BODY}"""${summaryOf(definition, name)}"""\n${bodyText(extraction, naming)}${outputs}`;
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

function spelled({ name, annotation }: Parameter): string {
  return annotation === undefined ? name : `${name}: ${annotation}`;
}

/** The first line of the handler's own docstring, else its name as words. */
function summaryOf(definition: PyNode, name: string): string {
  const own = docstringOf(definition)?.text.replace(/^[rRuU]?("""|'''|"|')|("""|'''|"|')$/g, '').trim().split('\n')[0]?.trim();
  if (own !== undefined && own !== '' && !/["\\]/.test(own) && own.length < 70) return /[.!?]$/.test(own) ? own : `${own}.`;
  const words = name.replaceAll('_', ' ').trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** The moved statements, indented for a method, with the session and the repositories of the service. */
function bodyText({ definition, span, session, repositories: used }: Extraction, naming: Naming): string {
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
  const edits = [...moved, ...renamed, ...sites, ...blankLines(tree, lines)].map(({ span: at, text }): Edit => ({ span: { start: at.start - lines.start, end: at.end - lines.start }, text }));
  return applyEdits(tree.text.slice(lines.start, lines.end), edits).replace(/\r\n/g, '\n').trimEnd();
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
