import type { Problem } from '../problem.ts';

/** One option of a requirements file, by its long name. */
export interface PipOption {
  readonly name: string;
  readonly value: string | undefined;
}

const SHORT: Readonly<Record<string, string>> = { '-r': '--requirement', '-c': '--constraint', '-e': '--editable', '-i': '--index-url', '-f': '--find-links' };

/** Options pip reads in such a file that take no value. */
const FLAGS: ReadonlySet<string> = new Set(['--no-index', '--pre', '--prefer-binary', '--require-hashes', '--no-build-isolation', '--use-pep517', '--no-use-pep517', '--process-dependency-links']);

const VALUED: ReadonlySet<string> = new Set([
  ...Object.values(SHORT), '--extra-index-url', '--trusted-host', '--no-binary', '--only-binary', '--use-feature', '--hash', '--global-option',
  '--install-option', '--config-settings', '--config-setting', '--pypi-url',
]);

/** The requirement in front and the options behind it, as pip splits a line: the first word that starts with a hyphen ends the requirement. */
export function splitOptions(content: string): { readonly subject: string; readonly options: readonly PipOption[] } | Problem {
  const at = content.search(/(?:^|\s)-/);
  if (at < 0) return { subject: content, options: [] };
  const words = wordsOf(content.slice(at));
  const options: PipOption[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const [, given = '', equals, attached] = /^(-[a-z](?!-)|--[a-z][a-z0-9-]*)(=?)(.*)$/s.exec(word) ?? [];
    const name = SHORT[given] ?? given;
    const hasValue = equals === '=' || attached !== '';
    if (FLAGS.has(name) && !hasValue) options.push({ name, value: undefined });
    else if (!VALUED.has(name)) return { problem: `“${word}” is not an option pip reads in a requirements file.` };
    // A path after -e may hold no space, but a marker may follow it.
    else if (name === '--editable') return { subject: content.slice(0, at).trim(), options: [...options, { name, value: [...(hasValue ? [attached ?? ''] : []), ...words.slice(index + 1)].join(' ') }] };
    else options.push({ name, value: hasValue ? attached : words[++index] });
  }
  return { subject: content.slice(0, at).trim(), options };
}

/** Words as a shell splits them, quotes taken off. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
