import type { ShellCommand, ShellScript, ShellWord } from '../../formats/shell/index.ts';

/**
 * The folder a command works in: `''` is where its script starts, `undefined` a place that is not known, such as `cd "$SHOP"`. Only what
 * happens before it in its own list, or in one around it, counts: a `cd` in parentheses is over behind them.
 */
export function folderOf(script: ShellScript, command: ShellCommand, start: string | undefined): string | undefined {
  const stack: (string | undefined)[] = [];
  let last = start;
  let folder = start;
  for (const one of script.commands) {
    if (one.span.start >= command.span.start) break;
    if (!isBefore(one, command)) continue;
    const [program, ...rest] = one.words;
    const target = rest.find(({ raw }) => !/^-[LPe@]+$|^--$/.test(raw));
    if (program?.value === 'popd') [last, folder] = [folder, stack.pop()];
    if (program?.value !== 'cd' && program?.value !== 'pushd') continue;
    if (program.value === 'pushd') stack.push(folder);
    [last, folder] = [folder, target?.raw === '-' ? last : target === undefined ? undefined : changed(folder, target)];
  }
  return folder;
}

/** A folder reached from another one; `undefined` for one that leads above it by more than is known, or out of the repository. */
export function joinFolders(from: string | undefined, to: string): string | undefined {
  if (/^[/\\~]|^[A-Za-z]:/.test(to)) return undefined;
  if (from === undefined) return undefined;
  const parts = from === '' ? [] : from.split('/');
  for (const part of to.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Whether one command has been run when another of the same script begins, and in the same shell. */
function isBefore(one: ShellCommand, command: ShellCommand): boolean {
  const { list, index } = one.place;
  const at = list.entries.findIndex(({ span }) => span.start <= command.span.start && command.span.end <= span.end);
  return at > index && one.followedBy !== '|' && one.followedBy !== '&' && one.joinedBy !== '|';
}

function changed(from: string | undefined, { raw, value }: ShellWord): string | undefined {
  return value === undefined || /[*?]/.test(raw) ? undefined : joinFolders(from, value);
}
