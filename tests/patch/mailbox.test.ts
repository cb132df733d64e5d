import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { mailboxPatch, UNDATED, type MailMessage } from '../../src/patch/mailbox.ts';
import { temporaryRepository } from '../support/git.ts';
import { deltasOf, place, type FileSet } from './file-sets.ts';

const repository = temporaryRepository({});
afterAll(() => repository.cleanup());
beforeEach(() => void repository.git('reset', '--quiet', '--hard'));

const MESSAGE: MailMessage = {
  subject: 'Read settings once',
  body: 'The shop reads its settings in one place.',
  author: { name: 'Ada Reader', email: 'ada@bookshop.example' },
  date: UNDATED,
};
const FIRST = { number: 1, total: 1 } as const;
const plain = (text: string): FileSet[string] => ({ text, executable: false });

function mailOf(before: FileSet, after: FileSet, message: Partial<MailMessage> = {}): string {
  return mailboxPatch({ ...MESSAGE, ...message }, FIRST, deltasOf(before, { after, moves: {} }));
}

function headerOf(mail: string, name: string): string | undefined {
  const head = mail.slice(0, mail.indexOf('\n\n')).replace(/\n(?=[ \t])/g, '');
  return new RegExp(`^${name}: (.*)$`, 'm').exec(head)?.[1];
}

/** Commits `before`, lets plain `git am` read the mail, and gives the message of the new commit. The tree must be that of `after`. */
function am(before: FileSet, after: FileSet, mail: string): string {
  const wanted = place(repository, after);
  place(repository, before);
  repository.git('commit', '--quiet', '--allow-empty', '--message=Base');
  repository.pipe(mail, 'am', '--quiet');
  expect(repository.git('rev-parse', 'HEAD^{tree}').trim()).toBe(wanted);
  return repository.git('log', '-1', '--format=%B').trimEnd();
}

const BEFORE: FileSet = { 'shop.py': plain('a = 1\nb = 2\n'), 'old.py': plain('x = 1\n') };
const AFTER: FileSet = { 'shop.py': plain('a = 1\nb = 3\nc = 4\n'), 'run.sh': { text: 'python shop.py\n', executable: true } };

test('the mail of a usual change, to the letter', () => {
  expect(mailOf(BEFORE, AFTER)).toBe(`From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Ada Reader <ada@bookshop.example>
Date: Mon, 1 Jan 2024 00:00:00 +0000
Subject: [PATCH] Read settings once
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 7bit

The shop reads its settings in one place.
---
 old.py  | 1 -
 run.sh  | 1 +
 shop.py | 3 ++-
 3 files changed, 3 insertions(+), 2 deletions(-)
 delete mode 100644 old.py
 create mode 100755 run.sh

diff --git a/old.py b/old.py
deleted file mode 100644
index 7d4290a117a4ddcc11daae7ea675841033830c8f..0000000000000000000000000000000000000000
--- a/old.py
+++ /dev/null
@@ -1 +0,0 @@
-x = 1
diff --git a/run.sh b/run.sh
new file mode 100755
index 0000000000000000000000000000000000000000..9cec07cc2c3eeb1e76eb93823ce50d817c8b40ab
--- /dev/null
+++ b/run.sh
@@ -0,0 +1 @@
+python shop.py
diff --git a/shop.py b/shop.py
index 223ca50d99502c4cf15a026d366965225e573961..7884034b9ae869a6f4adbcbad1a3f7b0b9fb02a5 100644
--- a/shop.py
+++ b/shop.py
@@ -1,2 +1,3 @@
 a = 1
-b = 2
+b = 3
+c = 4
-- 
pystd

`);
});

test('the same lines as git format-patch, but for the id, the MIME headers and the version', () => {
  place(repository, BEFORE);
  repository.git('commit', '--quiet', '--allow-empty', '--message=Base');
  place(repository, AFTER);
  repository.git('commit', '--quiet', `--message=${MESSAGE.subject}\n\n${MESSAGE.body}`);
  const real = repository.git('format-patch', '-1', '--stdout', '--full-index', '--zero-commit', '--signature=pystd');
  expect(mailOf(BEFORE, AFTER).replace(/^(MIME|Content).*\n/gm, '')).toBe(real.replace(/^Date: .*/m, `Date: ${UNDATED}`));
});

describe('how the text travels', () => {
  test.each<[string, string, string]>([
    ['7bit', 'plain ASCII', 'x = 1\n'],
    ['8bit', 'readable text in any script', 'x = "Bücher 📚"\u2028\n'],
    ['quoted-printable', 'CRLF, which plain git am would make LF', 'x = 1\r\ny = "é ="\r\n \r\n\t\r\n'],
    ['quoted-printable', 'a lone CR', 'x\ry\n'],
    ['quoted-printable', 'NUL', 'x\0y\n'],
    ['quoted-printable', 'a line longer than mail allows', `x = "${'é From '.repeat(300)}"\n`],
  ])('%s for %s', (encoding, _, text) => {
    const mail = mailOf({}, { 'a.py': plain(text) });
    expect(headerOf(mail, 'Content-Transfer-Encoding')).toBe(encoding);
    const lines = mail.slice(mail.indexOf('\n\n')).split('\n');
    if (encoding === 'quoted-printable') for (const line of lines) expect(line).toMatch(/^(?!From )([\t -~]{0,75}[!-~])?$/);
    am({}, { 'a.py': plain(text) }, mail);
  });

  test('a long body is no reason for git am to lose any of it', () => {
    const body = `${'word '.repeat(400)}end\n\nBücher`;
    expect(am({}, AFTER, mailOf({}, AFTER, { body }))).toBe(`${MESSAGE.subject}\n\n${body}`);
  });
});

describe('headers', () => {
  test('a series is numbered with equal width', () => {
    const deltas = deltasOf({}, { after: AFTER, moves: {} });
    expect(headerOf(mailboxPatch(MESSAGE, { number: 3, total: 12 }, deltas), 'Subject')).toBe('[PATCH 03/12] Read settings once');
  });

  test.each([
    ['Bücher', '[PATCH] =?UTF-8?q?B=C3=BCcher?='],
    ['a =?b?= c', '[PATCH] =?UTF-8?q?a=20=3D=3Fb=3F=3D=20c?='],
    ['one\n two\t three', '[PATCH] one two three'],
    ['[api] [v2] Name routers', '[PATCH] (api) (v2) Name routers'],
    ['Re: routers', '[PATCH] Re routers'],
  ])('the subject %j', (subject, written) => {
    expect(headerOf(mailOf({}, AFTER, { subject }), 'Subject')).toBe(written);
  });

  test.each([
    [{ name: 'Ada', email: 'ada@bookshop.example' }, 'Ada <ada@bookshop.example>'],
    [{ name: 'Ada B. "Books"', email: 'ada@bookshop.example' }, '"Ada B. \\"Books\\"" <ada@bookshop.example>'],
    [{ name: 'pystd[bot]', email: 'bot@bookshop.example' }, '"pystd[bot]" <bot@bookshop.example>'],
    [{ name: 'Zoë', email: 'zoe@bookshop.example' }, '=?UTF-8?q?Zo=C3=AB?= <zoe@bookshop.example>'],
    [{ name: 'A\nBcc: <x@y.example>', email: 'a@b.example>\nX: y' }, '"ABcc: x@y.example" <a@b.exampleX: y>'],
  ])('the author %j', (author, written) => {
    expect(headerOf(mailOf({}, AFTER, { author }), 'From')).toBe(written);
  });

  test('no line of a header is longer than 78 characters, and git am reads it as one', () => {
    for (const subject of ['Read the settings of the shop '.repeat(9).trim(), 'Bücher und 本棚 '.repeat(20).trim()]) {
      const mail = mailOf({}, AFTER, { subject });
      for (const line of mail.slice(0, mail.indexOf('\n\n')).split('\n')) expect(line.length).toBeLessThanOrEqual(78);
      expect(am({}, AFTER, mail)).toBe(`${subject}\n\n${MESSAGE.body}`);
    }
  });
});

describe('a body that looks like the end of the message', () => {
  test('only the lines that git would misread are indented', () => {
    const body = ['Why:', '', '---', 'diff --git a/x b/x', 'Index: x', 'From ada Mon Sep 17 00:00:00 2001', '--- a/x', '----', '-- ', 'From: me', '+++ b/x', '@@ -1 +1 @@'].join('\n');
    const mail = mailOf({}, AFTER, { body });
    const kept = am({}, AFTER, mail).split('\n').slice(2);
    expect(kept).toEqual(['Why:', '', ' ---', ' diff --git a/x b/x', ' Index: x', ' From ada Mon Sep 17 00:00:00 2001', ' --- a/x', '----', '--', 'From: me', '+++ b/x', '@@ -1 +1 @@']);
  });

  test.each(['From: Bob <bob@bookshop.example>', 'subject: other', 'Date: never', '>From x', '[PATCH] x'])('the first line %j is no header', (line) => {
    expect(am({}, AFTER, mailOf({}, AFTER, { body: `\n\n${line}\nmore` }))).toBe(`${MESSAGE.subject}\n\n ${line}\nmore`);
  });

  test('no body at all', () => {
    expect(am({}, AFTER, mailOf({}, AFTER, { body: ' \n\n' }))).toBe(MESSAGE.subject);
  });
});

test('the overview shortens long names and long bars', () => {
  const name = `${'shelf/'.repeat(12)}books.py`;
  const mail = mailOf({}, { [name]: plain('x\n'.repeat(500)), 'a.py': plain('x\n') });
  expect(mail.split('\n').filter((line) => line.includes(' | '))).toEqual([
    ` a.py${' '.repeat(40)} |   1 +`,
    ` ...${name.slice(-41)} | 500 ${'+'.repeat(20)}`,
  ]);
});
