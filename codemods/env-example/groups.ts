import { titleOf, type SettingsVariable } from '#pystd';
import type { Target } from './targets.ts';

/** Variables that belong together. */
export interface Group {
  /** `undefined` when nothing says what they have in common. */
  readonly title: string | undefined;
  readonly variables: readonly SettingsVariable[];
}

/** The variables as their classes group them: by headings and models, by class where there are several, else by the first word of the name. */
export function groupsOf({ inventories, variables }: Target): readonly Group[] {
  const groups = new Map<string, SettingsVariable[]>();
  const byClass = inventories.length > 1;
  const isGrouped = variables.some(({ group }) => group !== undefined);
  const count = (word: string): number => variables.filter(({ name }) => firstWord(name) === word).length;
  for (const variable of variables) {
    const word = firstWord(variable.name);
    const ofClass = byClass ? titleOf(variable.declaration.owner.name) : undefined;
    const title = variable.group ?? ofClass ?? (isGrouped || byClass || count(word) < 2 || count(word) === variables.length ? '' : word);
    groups.set(title, [...(groups.get(title) ?? []), variable]);
  }
  // What has no title goes first: at the top of a file it needs none.
  const ordered = [...groups].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
  return ordered.map(([title, members]) => ({ title: title === '' ? undefined : title, variables: members }));
}

/** `MAIL` in `MAIL_PORT`; the whole name where it is one word. */
export function firstWord(name: string): string {
  return name.split('_').find((word) => word !== '')?.toUpperCase() ?? name;
}
