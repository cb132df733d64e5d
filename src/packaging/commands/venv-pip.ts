import { isProblem } from '../problem.ts';
import type { Outcome } from './call.ts';
import type { Arg } from './command.ts';
import { carried, readLine, type OptionRule, type Text } from './options.ts';

/** Options of pip that `uv pip` has as well, with the spelling it has them in. */
const PIP_OPTIONS: Readonly<Record<string, readonly OptionRule[]>> = {
  install: [
    same('-r', '--requirement', '--requirements'), same('-c', '--constraint', '--constraints'), same('-e', '--editable', '--editable'),
    same('-t', '--target', '--target'), same('-i', '--index-url', '--default-index'), same('', '--extra-index-url', '--index'), same('-f', '--find-links', '--find-links'),
    flag(['-U', '--upgrade'], '--upgrade'), flag(['--no-deps'], '--no-deps'), flag(['--pre'], '--prerelease=allow'), flag(['--no-index'], '--no-index'),
    flag(['--force-reinstall'], '--reinstall'), flag(['--require-hashes'], '--require-hashes'), flag(['--dry-run'], '--dry-run'), flag(['--no-cache-dir'], '--no-cache'),
    flag(['--no-build-isolation'], '--no-build-isolation'), flag(['--compile'], '--compile-bytecode'), flag(['--break-system-packages'], '--break-system-packages'),
    dropped('--disable-pip-version-check'), dropped('--no-input'), dropped('--no-warn-script-location'), dropped('--progress-bar', true), dropped('--prefer-binary'),
    dropped('--root-user-action', true), dropped('--retries', true), dropped('--no-compile'),
  ],
  uninstall: [dropped('-y'), dropped('--yes'), same('-r', '--requirement', '--requirements')],
  freeze: [flag(['--exclude-editable'], '--exclude-editable')],
  list: [same('', '--format', '--format'), flag(['-o', '--outdated'], '--outdated'), flag(['-e', '--editable'], '--editable'), flag(['--exclude-editable'], '--exclude-editable')],
  show: [flag(['-f', '--files'], '--files')],
  check: [],
};

const EVERYWHERE: readonly OptionRule[] = [flag(['-q', '--quiet'], '-q'), flag(['-v', '--verbose'], '-v')];

/** What a `pip` that runs in an environment of uv becomes; the words are those behind `pip`. */
export function pipOfVenv(words: readonly Text[]): Outcome {
  const name = words[0]?.value ?? '';
  const options = Object.hasOwn(PIP_OPTIONS, name) ? PIP_OPTIONS[name] : undefined;
  if (!options) return { problem: `\`pip ${words[0]?.raw ?? ''}\` has no counterpart in uv.` };
  const line = readLine(words, 1, [...options, ...EVERYWHERE]);
  if (isProblem(line)) return line;
  const operands = line.operands.filter(({ value }) => name !== 'install' || !/^pip(?:\s*[=<>!~].*)?$/i.test(value ?? ''));
  const isOnlyInstaller = operands.length < line.operands.length && operands.length === 0 && line.options.every(({ text, rule }) => !text || rule.becomes?.length === 0);
  if (isOnlyInstaller) return { removed: ["uv's environments need no pip."] };
  const args = [...carried(line), ...operands.map(({ arg }) => arg)].map((arg) => inWhole(arg, words));
  return { tool: [['pip', name, ...args]], remarks: name === 'install' ? ['`uv sync` takes away what is not in the lock, so this must come after it.'] : [] };
}

/** An argument that was read off some words of a command line, as one of the whole command line. */
function inWhole(arg: Arg, words: readonly Text[]): Arg {
  if (typeof arg === 'string') return arg;
  const whole = words[typeof arg === 'number' ? arg : arg.from]?.arg;
  return typeof arg === 'number' || typeof whole !== 'number' ? (whole ?? arg) : { from: whole, text: arg.text };
}

function same(short: string, long: string, becomes: string): OptionRule {
  return { names: short === '' ? [long] : [long, short], takesValue: true, becomes: [becomes] };
}

function flag(names: readonly string[], becomes: string): OptionRule {
  return { names, becomes: [becomes] };
}

function dropped(name: string, takesValue = false): OptionRule {
  return { names: [name], takesValue, becomes: [] };
}
