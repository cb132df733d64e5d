import { fitted, lineEnd, lineEnding, lineStart, parts, replacement, withLineEnding, type Edit, type PyNode } from '#pystd';
import { SERVICE } from './find.ts';
import type { Provider } from './provider.ts';

/** How a handler asks for the service, in the way it asked for the session; and the name of the provider's module that it needs for that. */
export function askedBy(parameter: PyNode, { name, alias }: Provider, spelledClass: string): { readonly text: string; readonly needs: string } {
  if (parameter.type === 'typed_default_parameter' || parameter.type === 'default_parameter') return { text: `${SERVICE}: ${spelledClass} = Depends(${name})`, needs: name };
  if (alias !== undefined && !/\bDepends\b/.test(parameter.text)) return { text: `${SERVICE}: ${alias}`, needs: alias };
  return { text: `${SERVICE}: Annotated[${spelledClass}, Depends(${name})]`, needs: name };
}

/**
 * The parameter alone; all parameters anew where their line would be too long.
 *
 * @param isKept whether the new one comes beside it, not in its place
 */
export function parameterEdit(parameter: PyNode, text: string, isKept: boolean, width: number): Edit {
  const list = parameter.parent;
  const source = parameter.tree.text;
  const start = lineStart(source, parameter.start);
  const end = lineEnd(source, parameter.end);
  const before = source.slice(start, parameter.start);
  if (isKept && before.trim() === '' && list) {
    // A comment behind the parameter speaks of it.
    const lines = source.slice(parameter.end, end).includes('#') ? [`${text},`, parameter.text] : [`${parameter.text},`, text];
    return replacement(parameter, withLineEnding(lines.join(`\n${before}`), lineEnding(source)));
  }
  const line = source.slice(start, end).trimEnd();
  const own = isKept ? [parameter.text, text] : [text];
  const isLong = line.length + own.join(', ').length - (parameter.end - parameter.start) > width;
  if (!list || !isLong || list.text.includes('#') || line.trim() === `${parameter.text},`) return replacement(parameter, own.join(', '));
  const head = source.slice(lineStart(source, list.start), list.start + 1);
  const tail = source.slice(list.end - 1, lineEnd(source, list.end - 1)).trimEnd();
  const indent = /^\s*/.exec(head)?.[0] ?? '';
  const items = parts(list).flatMap((one) => (one === parameter ? own : [one.text]));
  const whole = fitted(head.slice(indent.length), items, tail, width, indent);
  return replacement({ start: list.start + 1, end: list.end - 1 }, withLineEnding(whole.slice(head.length, whole.length - tail.length), lineEnding(source)));
}
