import { fileMode, sumUp, type FileDiff } from './git.ts';
import type { FileDelta } from './patch-set.ts';
import { quotePath } from './quote-path.ts';

/** The widest a line of the overview gets, as in the mails that git writes. */
const WIDTH = 72;

/** The room a name gets at least when the bars are long. */
const NAME_WIDTH = 44;

/** The overview between message and diff of a mailed patch: a line with a bar for each file, the sums, and files that come, go or move. */
export function statLines(diffs: readonly FileDiff[]): string[] {
  const shown = diffs.filter(({ text }) => text !== '');
  const most = largest(shown.map(weight));
  const digits = String(most).length;
  const room = WIDTH - ' '.length - ' | '.length - digits - ' '.length;
  const nameWidth = Math.min(largest(shown.map(({ delta }) => nameOf(delta).length)), Math.max(NAME_WIDTH, room - most));
  const scale = Math.min(1, (room - nameWidth) / most);
  const rows = shown.map((diff) => {
    const [plus, minus] = [diff.insertions, diff.deletions].map((count) => (count === 0 ? 0 : Math.max(1, Math.floor(count * scale))));
    const bar = `${'+'.repeat(plus ?? 0)}${'-'.repeat(minus ?? 0)}`;
    return ` ${shorten(nameOf(diff.delta), nameWidth).padEnd(nameWidth)} | ${String(weight(diff)).padStart(digits)} ${bar}`.trimEnd();
  });
  return [...rows, sumLine(diffs), ...shown.flatMap(summary)];
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}

function weight({ insertions, deletions }: FileDiff): number {
  return insertions + deletions;
}

function nameOf(delta: FileDelta): string {
  return delta.kind === 'move' ? `${quotePath(delta.from)} => ${quotePath(delta.path)}` : quotePath(delta.path);
}

/** The end of a name tells more than its beginning. */
function shorten(name: string, width: number): string {
  return name.length <= width ? name : `...${name.slice(name.length - width + 3)}`;
}

function sumLine(diffs: readonly FileDiff[]): string {
  const { files, insertions, deletions } = sumUp(diffs);
  const parts = [` ${files} ${files === 1 ? 'file' : 'files'} changed`];
  if (insertions > 0 || deletions === 0) parts.push(`${insertions} ${insertions === 1 ? 'insertion' : 'insertions'}(+)`);
  if (deletions > 0 || insertions === 0) parts.push(`${deletions} ${deletions === 1 ? 'deletion' : 'deletions'}(-)`);
  return parts.join(', ');
}

function summary({ delta, text }: FileDiff): string[] {
  const path = quotePath(delta.path);
  if (delta.kind === 'create') return [` create mode ${fileMode(delta.after)} ${path}`];
  if (delta.kind === 'delete') return [` delete mode ${fileMode(delta.before)} ${path}`];
  const [before, after] = [fileMode(delta.before), fileMode(delta.after)];
  const lines: string[] = [];
  if (delta.kind === 'move') lines.push(` rename ${nameOf(delta)} (${/^similarity index (\d+%)$/m.exec(text)?.[1]})`);
  if (before !== after) lines.push(` mode change ${before} => ${after}${delta.kind === 'move' ? '' : ` ${path}`}`);
  return lines;
}
