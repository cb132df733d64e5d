import { roleByName } from './file-roles.ts';
import type { RequirementsRole } from './roles.ts';
import type { PathFacts } from './direct-source.ts';
import { entriesOf, type FileEntries, type FileRemark } from './requirement-items.ts';
import type { SortedFiles } from './source-files.ts';

/** What a file that people write is in the project: the runtime dependencies, or a group. */
export type FileRole = { readonly kind: 'main' } | { readonly kind: 'group'; readonly group: string };

/** The files of a project with what each is for. */
export interface ChosenRoles {
  readonly main: string;
  readonly files: ReadonlyMap<string, FileEntries>;
  readonly roles: ReadonlyMap<string, FileRole>;
  readonly groups: readonly { readonly name: string; readonly path: string; readonly isDefault: boolean }[];
  readonly locks: readonly string[];
  readonly remarks: readonly FileRemark[];
  /** The written file that a path stands for: of a compiled file its source, of a file that only includes another one that one. */
  resolve(path: string): string | undefined;
  /** Remembers that a file is a constraints file whose lines are taken over. */
  noteConstraints(path: string): void;
  /** The roles as commands ask for them, by every path there is. */
  allRoles(): ReadonlyMap<string, RequirementsRole>;
}

const TOP = { start: 0, end: 0 };

/** Decides what each file is for; `undefined` when nothing lists runtime dependencies. Doubts are refusals. */
export function chooseRoles({ sources, compiled, unclear }: SortedFiles, facts: PathFacts): ChosenRoles | undefined {
  const files = new Map([...sources].map(([path, source]) => [path, entriesOf(source, facts)] as const));
  const remarks: FileRemark[] = unclear.map(({ path, because }) => ({ kind: 'refusal', at: { path, span: TOP }, message: `Whether \`${path}\` is written by hand cannot be told: ${because}.` }));
  const constraints = new Set<string>();
  const aliasOf = (path: string): string | undefined => {
    const file = files.get(path);
    const [only, ...others] = file?.entries ?? [];
    return only?.kind === 'include' && others.length === 0 && file?.options.length === 0 && !file.installsProject ? only.path : undefined;
  };
  const resolve = (path: string, seen: ReadonlySet<string> = new Set()): string | undefined => {
    if (seen.has(path)) return undefined;
    const next = compiled.get(path)?.from[0] ?? aliasOf(path);
    return next === undefined ? (files.has(path) ? path : undefined) : resolve(next, new Set([...seen, path]));
  };
  const includes = (path: string): readonly string[] => (files.get(path)?.entries ?? []).flatMap((entry) => (entry.kind === 'include' ? (resolve(entry.path) ?? []) : []));
  const within = (path: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> => new Set(includes(path).flatMap((other) => (seen.has(other) ? [] : [other, ...within(other, new Set([...seen, path, other]))])));
  const isConstraining = (path: string): boolean => [...files.values()].some(({ entries }) => entries.some((entry) => entry.kind === 'constraints' && entry.path === path));
  const own = [...files.keys()].filter((path) => resolve(path) === path);
  const named = own.filter((path) => roleByName(path).kind === 'main');
  const mains = named.filter((path) => !named.some((other) => other !== path && within(other).has(path)));
  const [main, second] = mains;
  if (main === undefined) return undefined;
  if (second !== undefined) remarks.push({ kind: 'refusal', at: { path: second, span: TOP }, message: `Both \`${main}\` and \`${second}\` may list the runtime dependencies.` });
  const roles = new Map<string, FileRole>([[main, { kind: 'main' }]]);
  const groups: { name: string; path: string; isDefault: boolean }[] = [];
  for (const path of own) {
    const role = roleByName(path);
    if (path === main) continue;
    const isInMain = within(main).has(path);
    if (role.kind === 'main' || (role.kind === 'unknown' && isInMain)) roles.set(path, { kind: 'main' });
    else if (role.kind === 'group' || own.some((other) => roleByName(other).kind === 'group' && within(other).has(path))) addGroup(path, role.kind === 'group' ? role.group : role.kind === 'unknown' ? role.name : '', role.kind === 'group' && role.isDefault);
    else if (!isConstraining(path)) remarks.push({ kind: 'person', at: { path, span: TOP }, message: `What \`${path}\` is for cannot be told by its name: it stays. Make it a group or an extra, or remove it.` });
  }
  function addGroup(path: string, name: string, isDefault: boolean): void {
    const other = groups.find((group) => group.name === name);
    if (other) remarks.push({ kind: 'refusal', at: { path, span: TOP }, message: `Both \`${other.path}\` and \`${path}\` would be the dependency group \`${name}\`.` });
    roles.set(path, { kind: 'group', group: name });
    groups.push({ name, path, isDefault });
  }
  const isWithMain = (path: string): boolean => [...within(path)].some((other) => roles.get(other)?.kind === 'main' && (other === main || within(other).has(main)));
  return {
    main, files, roles, groups, remarks, resolve,
    locks: [...compiled.keys()].filter((path) => roles.has(resolve(path) ?? '')).sort((a, b) => Number(resolve(b) === main) - Number(resolve(a) === main) || (a < b ? -1 : 1)),
    noteConstraints: (path) => void constraints.add(path),
    allRoles() {
      const found = new Map<string, RequirementsRole>();
      for (const path of [...files.keys(), ...compiled.keys()]) {
        const target = resolve(path);
        const role = target === undefined ? undefined : roles.get(target);
        // A part of the runtime dependencies alone has no equal.
        if (role?.kind === 'main' && target === main) found.set(path, { kind: 'main' });
        else if (role?.kind === 'group' && target !== undefined) found.set(path, { ...role, withMain: isWithMain(target) });
      }
      for (const path of constraints) found.set(path, { kind: 'constraints' });
      return found;
    },
  };
}
