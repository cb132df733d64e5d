/**
 * The subject as `git am` keeps it: one line with single spaces. It takes leading `[…]` and `Re:` for tags of the mailing list and removes
 * them, so brackets at the start become parentheses and the colon after `Re` goes.
 */
export function guardSubject(subject: string): string {
  let rest = subject.replace(/[\s\0-\x1f\x7f]+/g, ' ').replace(/^[ :]+/, '').trimEnd();
  let guarded = '';
  for (let tag = /^\[([^\]]*)\] ?/.exec(rest); tag; tag = /^\[([^\]]*)\] ?/.exec(rest)) {
    guarded += `(${tag[1]}) `;
    rest = rest.slice(tag[0].length);
  }
  return (guarded + rest).trimEnd().replace(/^(re):/i, '$1');
}

/**
 * The body as `git am` keeps it. A line that it would take for the start of the diff, of the next mail, or of headers inside the body is
 * indented by one space; every other line stays as it is. Line endings become `\n`, NUL characters go, and so do blank lines at both ends.
 */
export function guardBody(body: string): string {
  const text = body.replace(/\r\n?/g, '\n').replaceAll('\0', '').replace(/^([^\S\n]*\n)+/, '').trimEnd();
  return text
    .split('\n')
    .map((line, index) => (startsPatch(line) || (index === 0 && startsHeader(line)) ? ` ${line}` : line))
    .join('\n');
}

/** Where git's `mailinfo` stops reading the message, and where `mailsplit` sees the next mail. */
function startsPatch(line: string): boolean {
  return /^(diff -|Index: |---(\s|$)|From )/.test(line);
}

/** What git's `mailinfo` takes from the first line of a body for a header. */
function startsHeader(line: string): boolean {
  return /^((from|subject|date):|>From\s|\[PATCH\]\s)/i.test(line);
}
