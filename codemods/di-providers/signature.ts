import { fitted, lineEnd, lineEnding, lineStart, parts, replacement, withLineEnding, type Edit, type PyNode } from '#pystd';
import { SERVICE } from './find.ts';
import type { Provider } from './provider.ts';

/** How a handler asks for the service, in the way it asked for the session; and the name of the provider's module that it needs for that. */
export function askedBy(parameter: PyNode, { name, alias }: Provider, spelledClass: string): { readonly text: string; readonly needs: string } {
  if (parameter.type === 'typed_default_parameter' || parameter.type === 'default_parameter') return { text: `${SERVICE}: ${spelledClass} = Depends(${name})`, needs: name };
  if (alias !== undefined && !/\bDepends\b/.test(parameter.text)) return { text: `${SERVICE}: ${alias}`, needs: alias };
  return { text: `${SERVICE}: Annotated[${spelledClass}, Depends(${name})]`, needs: name };
}

/** The parameter alone; all parameters anew where their line would be too long. */
export function parameterEdit(parameter: PyNode, text: string, width: number): Edit {
  const list = parameter.parent;
  const source = parameter.tree.text;
  const line = source.slice(lineStart(source, parameter.start), lineEnd(source, parameter.end)).trimEnd();
  const isLong = line.length + text.length - (parameter.end - parameter.start) > width;
  if (!list || !isLong || list.text.includes('#') || line.trim() === `${parameter.text},`) return replacement(parameter, text);
  const head = source.slice(lineStart(source, list.start), list.start + 1);
  const tail = source.slice(list.end - 1, lineEnd(source, list.end - 1)).trimEnd();
  const indent = /^\s*/.exec(head)?.[0] ?? '';
  const items = parts(list).map((one) => (one === parameter ? text : one.text));
  const whole = fitted(head.slice(indent.length), items, tail, width, indent);
  return replacement({ start: list.start + 1, end: list.end - 1 }, withLineEnding(whole.slice(head.length, whole.length - tail.length), lineEnding(source)));
}
