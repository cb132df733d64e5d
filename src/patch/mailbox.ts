import { guardBody, guardSubject } from './commit-message.ts';
import { NO_BLOB } from './digest.ts';
import { fileDiff } from './git.ts';
import { addressHeader, header } from './mail-header.ts';
import type { FileDelta } from './patch-set.ts';
import { statLines } from './stat-lines.ts';
import { forTransfer } from './transfer-encoding.ts';

/** What a commit made from a patch says. */
export interface MailMessage {
  readonly subject: string;
  /** Plain text or Markdown; may be empty. */
  readonly body: string;
  readonly author: { readonly name: string; readonly email: string };
  /** As RFC 5322 writes dates: `Mon, 1 Jan 2024 00:00:00 +0000`. */
  readonly date: string;
}

/** The date for patches that should be the same whenever they are made. */
export const UNDATED = 'Mon, 1 Jan 2024 00:00:00 +0000';

/**
 * A patch as a mail in the form of `git format-patch`, from which plain `git am` makes a commit with this message and exactly these files,
 * whatever their line endings. Several mails one after the other are a mailbox. To be written as UTF-8. The deltas must change something:
 * git refuses a mail without a diff.
 */
export function mailboxPatch(message: MailMessage, position: { readonly number: number; readonly total: number }, deltas: readonly FileDelta[]): string {
  const diffs = deltas.map(fileDiff);
  const body = guardBody(message.body);
  const content = forTransfer(
    [...(body === '' ? [] : [body]), '---', ...statLines(diffs), '', diffs.map(({ text }) => text).join('') + '-- ', 'pystd', '', ''].join('\n'),
  );
  return [
    // There is no commit yet; git's own `--zero-commit` says so in the same way, and the date marks the line for git as it always does.
    `From ${NO_BLOB} Mon Sep 17 00:00:00 2001`,
    addressHeader('From', message.author),
    header('Date', '', message.date),
    header('Subject', tag(position), guardSubject(message.subject)),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    `Content-Transfer-Encoding: ${content.encoding}`,
    '',
    content.text,
  ].join('\n');
}

function tag({ number, total }: { readonly number: number; readonly total: number }): string {
  if (total === 1) return '[PATCH] ';
  return `[PATCH ${String(number).padStart(String(total).length, '0')}/${total}] `;
}
