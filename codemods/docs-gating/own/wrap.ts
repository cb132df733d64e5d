import { deepDescendants, deletion, identifiersSpelled, insertion, lineEnd, lineEnding, lineStart, parts, refuse, startsLine, type Edit, type Module, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { OwnPage } from './find.ts';

/** The whole statement that registers a page: its function with the decorators. */
export function registrationOf({ handler, routes, module }: OwnPage): PyNode | undefined {
  const statement = handler?.parent?.type === 'decorated_definition' ? handler.parent : undefined;
  const isHere = routes.length > 0 && routes.every(({ registration }) => statement && registration.module === module && statement.start <= registration.node.start && registration.node.end <= statement.end);
  return isHere ? statement : undefined;
}

/** Edits that put statements which follow each other under an `if`; what stands in strings over several lines stays as it is. */
export function wrapped(module: Module, statements: readonly PyNode[], test: string): readonly Edit[] {
  const { text } = module;
  const [first] = statements;
  const last = statements.at(-1);
  if (!first || !last || !startsLine(text, first.start)) return refuse('The function shares its line with something else.');
  const start = lineStart(text, first.start);
  const indent = text.slice(start, first.start);
  const unit = unitOf(first, indent, text);
  const strings = [...deepDescendants(first.parent ?? first, (node) => node.end > start && node.start < last.end)].filter((node) => node.type === 'string' && node.text.includes('\n'));
  const edits: Edit[] = [];
  let blank = 0;
  for (let at = start; at < last.end; at = lineEnd(text, at)) {
    const isBlank = text.slice(at, lineEnd(text, at)).trim() === '';
    const isInString = strings.some((string) => string.start < at && at < string.end);
    blank = isBlank && !isInString ? blank + 1 : 0;
    // Inside a block one empty line parts two functions.
    if (blank > 1) edits.push(deletion({ start: at, end: lineEnd(text, at) }));
    else if (!isBlank && !isInString) edits.push(insertion(at, at === start ? `${indent}if ${test}:${lineEnding(text)}${lineEnding(text)}${unit}` : unit));
  }
  return edits;
}

/** One step of indentation, as the function's own body has it. */
function unitOf(statement: PyNode, indent: string, text: string): string {
  const body = parts(parts(statement).at(-1) ?? statement).find(({ type }) => type === 'block');
  const first = body && parts(body)[0];
  const inner = first && startsLine(text, first.start) ? text.slice(lineStart(text, first.start), first.start) : '';
  return inner.length > indent.length && inner.startsWith(indent) ? inner.slice(indent.length) : '    ';
}

/** Why a registration cannot be put under a condition: something else needs the function by its name. A full sentence. */
export function neededElsewhere({ handler, module }: OwnPage, statement: PyNode | undefined, { python }: Task<Options>): string | undefined {
  const name = handler && parts(handler).find(({ type }) => type === 'identifier')?.text;
  if (name === undefined || !statement) return 'What registers it cannot be told.';
  const here = [...identifiersSpelled(module.tree.root, name)].filter(({ parent }) => parent !== handler && parent?.type !== 'keyword_argument');
  const there = python.mentionsOf({ defined: { module, name } }).filter((mention) => mention.module !== module);
  const byText = python.layout.modules.some(({ text }) => text.includes(`"${name}"`) || text.includes(`'${name}'`));
  return here.length > 0 || there.length > 0 || byText ? `\`${name}\` is named elsewhere as well.` : undefined;
}
