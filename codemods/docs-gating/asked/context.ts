import { lineEnd, lineStart } from '#pystd';

/** A line of a file of settings or commands, with what it stands under. */
export interface Context {
  /** The line, with those that it goes on from and goes on in. */
  readonly line: string;
  /** The lines above that are indented less, nearest first, and the heading of its section. */
  readonly above: readonly string[];
}

/** Reads the surroundings off the indentation, which is what YAML, JSON, HCL and most others have in common. */
export function contextAt(text: string, offset: number): Context {
  const start = lineStart(text, offset);
  const before = text.slice(0, start).split('\n').slice(0, -1);
  const continued = (line: string | undefined): boolean => line !== undefined && /[\\`^]\s*$/.test(line);
  let line = text.slice(start, lineEnd(text, offset));
  while (continued(before.at(-1))) line = `${before.pop() ?? ''}\n${line}`;
  const above: string[] = [];
  let indent = indentOf(line);
  for (let index = before.length - 1; index >= 0 && indent > 0; index -= 1) {
    const one = before[index] ?? '';
    if (one.trim() === '' || indentOf(one) >= indent) continue;
    above.push(one);
    indent = indentOf(one);
  }
  const heading = before.findLast((one) => /^\s*\[{1,2}[\w."' -]+\]{1,2}\s*(?:#.*)?$/.test(one));
  return { line, above: heading === undefined ? above : [...above, heading] };
}

/** An item of a YAML list stands under the key above it, though it may be indented no further. */
function indentOf(line: string): number {
  const [, space = '', dash = ''] = /^(\s*)(-\s)?/.exec(line) ?? [];
  return space.length * 2 + (dash === '' ? 0 : 1);
}

const WATCHED = /health|probe|liveness|readiness|httpchk|http_?get\b|\bchecks?\b|smoke|web_?server|wait_?on/i;

/** Whether something asks the address to know whether the service is well. */
export function isProbe({ line, above }: Context): boolean {
  return WATCHED.test(line) || above.some((one) => WATCHED.test(withoutComment(one)));
}

const FETCHERS = /\b(?:curl|wget|httpie|https?(?=\s+(?:--|GET|https?:|:))|xh|wait-on|wait-for(?:-it)?|start-server-and-test|Invoke-WebRequest|Invoke-RestMethod|iwr|hurl|k6|newman|schemathesis|dredd|openapi-generator(?:-cli)?|openapi-typescript|openapi-ts|orval|swagger-codegen|widdershins|redocly|spectral|zap-[\w-]+|urlopen|requests\.get|fetch)\b/;

/** Whether a command fetches the address. */
export function isFetched({ line }: Context): boolean {
  return FETCHERS.test(line);
}

function withoutComment(line: string): string {
  return line.replace(/(?:^|\s)#.*$/, '');
}
