/** A dependency group, and whether it is installed when nothing is said. */
export interface GroupDefault {
  readonly name: string;
  readonly isDefault: boolean;
}

/**
 * What `tool.uv.default-groups` has to say so that the same groups are installed when nothing is said; `undefined` where uv does so by itself:
 * it takes the group `dev` if there is one.
 */
export function defaultGroupsSetting(groups: readonly GroupDefault[]): 'all' | readonly string[] | undefined {
  const defaults = groups.filter(({ isDefault }) => isDefault).map(({ name }) => name);
  const own = groups.filter(({ name }) => sameGroup(name, 'dev')).map(({ name }) => name);
  if (defaults.length === own.length && defaults.every((name) => own.includes(name))) return undefined;
  return defaults.length === groups.length ? 'all' : defaults;
}

/** The groups that uv installs when nothing is said, by what `tool.uv.default-groups` holds. */
export function defaultGroupsOf(setting: unknown, groups: readonly string[]): readonly string[] {
  if (setting === 'all') return groups;
  if (Array.isArray(setting)) return groups.filter((name) => setting.some((one) => typeof one === 'string' && sameGroup(one, name)));
  return groups.filter((name) => sameGroup(name, 'dev'));
}

/** Whether two names mean one group (PEP 735 compares them normalised). */
export function sameGroup(a: string, b: string): boolean {
  return normalised(a) === normalised(b);
}

function normalised(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
