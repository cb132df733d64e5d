import { isInside, isRunByHand, roleOf, type Module, type Reading, type RepositoryView } from '#pystd';
import type { Changes } from '../fate/changes.ts';
import type { ExistingHome } from '../home/index.ts';
import type { GoodHome } from './project-plan.ts';

/** A read of the environment, and why it must stay where it is, if so: a full sentence. */
export interface Candidate {
  readonly reading: Reading;
  readonly against: string | undefined;
}

/** Variables that the system sets for every program, and which configure it for nobody. */
const OF_SYSTEMS: ReadonlySet<string> = new Set([
  'APPDATA', 'COLUMNS', 'DISPLAY', 'EDITOR', 'HOME', 'HOMEPATH', 'HOSTNAME', 'LANG', 'LC_ALL', 'LINES', 'LOCALAPPDATA', 'LOGNAME', 'OLDPWD', 'PATH', 'PROGRAMFILES', 'PWD', 'PYTHONPATH',
  'SHELL', 'SYSTEMROOT', 'TEMP', 'TERM', 'TMP', 'TMPDIR', 'USER', 'USERNAME', 'USERPROFILE', 'VIRTUAL_ENV', 'WINDIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'PYTEST_CURRENT_TEST',
]);

/** Whether a read is part of the service's configuration: tests and examples are left alone, and what the system says of itself. */
export function isConfiguration({ access }: Reading): boolean {
  return roleOf(access.module.path) === 'service' && !OF_SYSTEMS.has(access.variable);
}

/** Whether each reading may go to the settings, by where it stands and by what else the program does. `obstacleTo` tells why a module cannot import them. */
export function candidatesAmong(
  readings: readonly Reading[],
  { home, service }: { readonly home: GoodHome; /** The folder of the service. */ readonly service: string },
  changes: Changes,
  obstacleTo: (module: Module) => string | undefined,
  { python }: Pick<RepositoryView, 'python'>,
): readonly Candidate[] {
  const lacksFile = home.kind === 'existing' && !hasFile(home);
  return readings.map((reading) => ({ reading, against: outside(reading.access.module) ?? above(reading) ?? files(reading) ?? changes.againstMoving(reading) }));

  /** In the module of settings that are there, only what runs below them can use them. */
  function above({ access: { module, when }, node }: Reading): string | undefined {
    if (home.kind !== 'existing' || module.path !== home.accessor.path || when !== 'import') return undefined;
    const made = module.names.module.bindings.get(home.accessor.name)?.[0];
    return made && node.start < made.since ? `It is read above \`${home.accessor.name}\`, which it would need.` : undefined;
  }

  function files({ access: { reader } }: Reading): string | undefined {
    return lacksFile && reader !== 'os' ? `${reader} looks into a \`.env\` file, and \`${home.className}\` does not: give it \`env_file\` first.` : undefined;
  }

  function outside(module: Module): string | undefined {
    if (module.path === home.accessor.path) return undefined;
    if (isRunByHand(module.path)) return `\`${module.path}\` is run by hand, where the settings may not be found.`;
    if (!isInside(module.path, service) && !python.importedBy(module).some(({ path }) => isInside(path, service))) return `\`${module.path}\` stands outside \`${service}\`, where the settings are, and imports nothing of it.`;
    return obstacleTo(module);
  }
}

/** Whether a class, or one it derives from, reads a file of variables. */
export function hasFile({ object: { definition, fields } }: ExistingHome): boolean {
  return [definition, ...fields.map(({ owner }) => owner)].some(({ node }) => /\benv_file\b/.test(node.text));
}
