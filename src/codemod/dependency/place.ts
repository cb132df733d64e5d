import { normaliseName } from '../../packaging/requirement/index.ts';

/**
 * Where a name goes among others: in its place where they are sorted, else behind the one it belongs to, else at the end.
 * @returns the index it comes before; the number of names stands for the end
 */
export function placeAmong(names: readonly string[], name: string): number {
  const plain = names.map(normaliseName);
  const isSorted = plain.length > 1 && plain.every((one, index) => index === 0 || (plain[index - 1] ?? '') <= one);
  if (isSorted) {
    const next = plain.findIndex((one) => one > name);
    return next < 0 ? names.length : next;
  }
  const family = plain.findLastIndex((one) => one === name.split('-')[0]);
  return family < 0 ? names.length : family + 1;
}

/** A requirement as its neighbours are written: with an upper end, with spaces around the operator, with parentheses as Poetry 2 has them. */
export function inStyleOf(neighbours: readonly string[], name: string, specifiers: string): string {
  const versioned = neighbours.filter((text) => /[<>=~]/.test(text));
  const most = (pattern: RegExp): boolean => versioned.length > 0 && versioned.filter((text) => pattern.test(text)).length * 2 > versioned.length;
  const floor = floorOf(specifiers);
  const bounded = floor && !floor.isCalendar && most(/<\s*\d|~=/) ? `${specifiers},<${floor.major + 1}` : specifiers;
  if (most(/^[\w.[\],-]+ \(.*\)$/)) return `${name} (${bounded})`;
  return most(/^[\w.[\],-]+ [<>=~]=? ?\d/) ? `${name} ${bounded.replace(/([<>=~!]+)(?=\d)/g, '$1 ')}` : name + bounded;
}

/**
 * A constraint as Poetry's tables have it beside it: with a caret where most have one and it means the releases that are compatible. It does not
 * for 0.x (`^0.20` is 0.20.x alone), nor for a year (`^24.1` ends with December).
 */
export function constraintInStyleOf(neighbours: readonly string[], specifiers: string): string {
  const floor = floorOf(specifiers);
  const carets = neighbours.filter((text) => text.startsWith('^')).length;
  return floor && floor.major > 0 && !floor.isCalendar && carets * 2 > neighbours.length ? `^${floor.version}` : specifiers;
}

/** The least version of `>=2.7` and the like, and whether its major number counts years, as that of structlog, attrs and pip does. */
function floorOf(specifiers: string): { readonly version: string; readonly major: number; readonly isCalendar: boolean } | undefined {
  const [, version = '', digits] = /^>=((\d+)[\d.]*)$/.exec(specifiers) ?? [];
  if (digits === undefined) return undefined;
  const major = Number(digits);
  return { version, major, isCalendar: major >= 15 };
}

/** Whether most neighbours have one exact version. */
export function arePinned(written: readonly string[]): boolean {
  return written.length > 1 && written.filter((text) => /^={2,3}\s*[\w.+!-]+$/.test(text)).length * 2 > written.length;
}
