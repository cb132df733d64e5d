import { isPosixShell, scriptKept, type ShellCommand, type ShellScript } from '../../formats/shell/index.ts';
import type { Embedded } from '../../text/embedded.ts';

/** A command line that a variable keeps until it is run. */
interface KeptCommand {
  readonly script: Embedded;
  /** It is split into words and run, and nobody reads it as a script. */
  readonly isSplitOnly: boolean;
}

/** What assignments keep of commands that the script runs from there: `COMMAND="till --open"` with `eval $COMMAND`, `RUN="till run"` with `$RUN x`. */
export function keptCommands(script: ShellScript, { assignments, words }: ShellCommand): KeptCommand[] {
  if (script.dialect !== 'plain') return [];
  const declared = /^(?:export|local|readonly|declare|typeset)$/.test(words[0]?.value ?? '') ? words.slice(1) : [];
  return [...(words.length === 0 ? assignments : []), ...declared].flatMap((word) => {
    const name = /^([A-Za-z_]\w*)\+?=/.exec(word.raw)?.[1];
    const way = name === undefined ? undefined : wayOfRunning(script, name);
    const kept = way && scriptKept(word);
    return kept && /^\s*[\w./$]/.test(kept.text) ? [{ script: kept, isSplitOnly: way === 'split' }] : [];
  });
}

function wayOfRunning({ commands }: ShellScript, name: string): 'shell' | 'split' | undefined {
  const use = new RegExp(`\\$\\{?${name}(?!\\w)`);
  const alone = new RegExp(`^"?\\$(?:${name}|\\{${name}(?:\\[[@*]\\])?\\})"?$`);
  const isRead = commands.some(({ words: [program, ...rest] }) => (program?.value === 'eval' || (isPosixShell(program?.value ?? '') && rest.some(({ raw }) => /^-\w*c$/.test(raw)))) && rest.some(({ raw }) => use.test(raw)));
  if (isRead) return 'shell';
  return commands.some(({ prefix, words: [program] }) => alone.test(program?.raw ?? '') || prefix.some(({ raw }) => alone.test(raw))) ? 'split' : undefined;
}
