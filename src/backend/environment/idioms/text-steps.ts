import type { TextStep } from '../conversion.ts';

/** White space as `str.strip()` and `str.split()` count it. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** What a step makes of a text; `undefined` for letters beyond ASCII, whose case JavaScript and Python may see differently. */
export function stepped(text: string, { method, chars }: TextStep): string | undefined {
  switch (method) {
    case 'lower':
    case 'casefold':
      return isAscii(text) ? text.toLowerCase() : undefined;
    case 'upper':
      return isAscii(text) ? text.toUpperCase() : undefined;
    default: {
      const set = chars === undefined ? SPACE : chars.replace(/[\\\]^-]/g, '\\$&');
      if (set === '') return text;
      const left = method === 'rstrip' ? text : text.replace(new RegExp(`^[${set}]+`, 'u'), '');
      return method === 'lstrip' ? left : left.replace(new RegExp(`[${set}]+$`, 'u'), '');
    }
  }
}

/** A text after several steps. */
export function steppedAll(text: string, steps: readonly TextStep[]): string | undefined {
  return steps.reduce<string | undefined>((known, step) => (known === undefined ? undefined : stepped(known, step)), text);
}

/** Whether a text that is not empty may be empty after the step. */
export function mayEmpty({ method }: TextStep): boolean {
  return method.endsWith('strip');
}

/** `text.split()`, without an argument. */
export function splitAtSpace(text: string): readonly string[] {
  return text.split(new RegExp(`[${SPACE}]+`, 'u')).filter((part) => part !== '');
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
