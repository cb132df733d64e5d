/** What a mail with a patch carries. */
export interface PatchMail {
  /** The message above the line `---`: the body, and its trailers. */
  readonly message: string;
  /** From the first `diff --git` to the line before the signature. */
  readonly diff: string;
}

/** Reads a mail as `mailboxPatch` and `git format-patch` write one; a full sentence where it is none. */
export function readMail(text: string): PatchMail | { readonly problem: string } {
  const blank = text.indexOf('\n\n');
  const headers = text.slice(0, Math.max(blank, 0));
  if (blank < 0 || !/^From [0-9a-f]{40,64} /.test(headers)) return { problem: 'It does not begin as a mail with a patch does.' };
  const encoding = /^Content-Transfer-Encoding:[ \t]*(\S+)/im.exec(headers)?.[1]?.toLowerCase() ?? '7bit';
  if (!['7bit', '8bit', 'quoted-printable'].includes(encoding)) return { problem: `Its text is in the encoding ${encoding}, which pystd does not write.` };
  const body = text.slice(blank + 2);
  const content = encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body;
  const start = /^diff --git /m.exec(content)?.index;
  if (start === undefined) return { problem: 'It holds no difference of files.' };
  const end = content.lastIndexOf('\n-- \n');
  const rule = content.lastIndexOf('\n---\n', start);
  return { message: content.slice(0, Math.max(rule, 0)).trim(), diff: content.slice(start, end < start ? content.length : end + 1) };
}

/** RFC 2045, section 6.7. */
function fromQuotedPrintable(text: string): string {
  // A byte-order mark is a part of the text.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pieces = text.replace(/=[ \t]*\r?\n/g, '').split(/((?:=[0-9A-Fa-f]{2})+)/);
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : decoder.decode(Uint8Array.from(piece.match(/[0-9A-Fa-f]{2}/g) ?? [], (pair) => parseInt(pair, 16))))).join('');
}
