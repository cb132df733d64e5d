import { isProblem, type Problem } from '../problem.ts';
import type { Arg } from './command.ts';
import type { Text } from './options.ts';

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

/** A word that names one package; `"$NAME"` does, while `$NAMES` without quotes may be several words or none. */
export function packageName(text: Text): Arg | Problem {
  if (text.value !== undefined) return NAME.test(text.value) ? text.arg : { problem: `\`${text.value}\` is not the name of a package.` };
  return isOneWord(text) ? text.arg : { problem: `\`${text.raw}\` may stand for several words.` };
}

/** Whether an expansion surely stays one word: it is in double quotes from end to end. */
export function isOneWord({ raw }: Text): boolean {
  return /^"[^"]*"$/.test(raw);
}

/** Words that each name one package. */
export function packageNames(texts: readonly Text[]): Arg[] | Problem {
  const names: Arg[] = [];
  for (const text of texts) {
    const name = packageName(text);
    if (isProblem(name)) return name;
    names.push(name);
  }
  return names;
}
