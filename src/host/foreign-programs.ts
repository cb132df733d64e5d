import { entriesOf, runGit } from './run-git.ts';

/** Programs that the configuration would have git run when it compares or stores files, and the settings that switch them off. */
export type ForeignPrograms =
  | { readonly kind: 'known'; readonly settings: readonly string[]; readonly filters: ReadonlySet<string> }
  | { readonly kind: 'unknown'; readonly because: string };

/**
 * Finds filter drivers (`filter.<name>.clean`) that the repository's own configuration defines, and hooks (`hook.<name>.command`, git
 * 2.54) that any configuration defines. A `.git/config` comes along with an unpacked archive, so its filters are as foreign as the
 * files; the filters of the user's and the machine's configuration, such as those of git-lfs, are theirs and run.
 */
export function findForeignPrograms(folder: string): ForeignPrograms {
  const filters = new Set<string>();
  for (const scope of ['--local', '--worktree']) {
    // `--worktree` fails where only one configuration can exist, and then that has been looked at.
    for (const name of sectionNames(folder, [scope, '--includes'], 'filter')) filters.add(name);
  }
  const hooks = sectionNames(folder, [], 'hook');
  const odd = [...filters, ...hooks].find((name) => /[=\n]/.test(name));
  if (odd !== undefined) return { kind: 'unknown', because: `git's configuration has a section named ${JSON.stringify(odd)}, which cannot be switched off.` };
  const settings = [
    ...[...filters].flatMap((name) => [`filter.${name}.clean=`, `filter.${name}.smudge=`, `filter.${name}.process=`, `filter.${name}.required=false`]),
    ...[...hooks].map((name) => `hook.${name}.enabled=false`),
  ];
  return { kind: 'known', settings, filters };
}

/** The names in `<kind>.<name>.<key>`. The kind and the key have no dots; the name may. */
function sectionNames(folder: string, scope: readonly string[], kind: string): ReadonlySet<string> {
  const answer = runGit({ folder, args: ['config', ...scope, '-z', '--name-only', '--get-regexp', `^${kind}\\..*\\.`], input: '', settings: [] });
  if (answer.kind !== 'done') return new Set();
  const keys = entriesOf(answer.output).filter((entry) => entry !== undefined);
  return new Set(keys.map((key) => key.slice(kind.length + 1, key.lastIndexOf('.'))));
}

/** The first of these files that passes through one of these filters, with the filter's name; `undefined` when none does. */
export function filteredFile(folder: string, paths: readonly string[], filters: ReadonlySet<string>): { readonly path: string; readonly filter: string } | undefined {
  if (filters.size === 0) return undefined;
  const input = paths.map((path) => `${path}\0`).join('');
  const answer = runGit({ folder, args: ['check-attr', '-z', '--stdin', 'filter'], input, settings: [] });
  if (answer.kind !== 'done') return { path: paths[0] ?? '', filter: [...filters][0] ?? '' };
  const fields = entriesOf(answer.output);
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const filter = fields[at + 2];
    if (filter !== undefined && filters.has(filter)) return { path: fields[at] ?? '', filter };
  }
  return undefined;
}
