import { isArrayData, isTableData, type TargetEntry, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { tableAt, textsOf } from '../tables.ts';
import type { Remarks } from '../remark.ts';

const UV: TomlPath = ['tool', 'uv'];

/** The keys that other parts look after. */
const ELSEWHERE: ReadonlySet<string> = new Set(['package', 'default-groups', 'dev-dependencies', 'sources', 'index', 'index-url', 'extra-index-url', 'build-backend', 'environments', 'prerelease-package', 'no-binary', 'no-binary-package', 'no-build', 'no-build-package', 'exclude-newer']);

/** Without an equal, and what is installed would be another thing: such a project stays with uv. */
const NEEDED: Readonly<Record<string, string>> = {
  workspace: 'Poetry has no workspaces: each project has a lock and an environment of its own',
  'constraint-dependencies': 'Poetry limits the versions only of packages the project asks for itself',
  'override-dependencies': 'Poetry cannot put other requirements in place of those that packages have',
  'exclude-dependencies': 'Poetry cannot leave out what packages ask for',
  conflicts: 'Poetry wants all groups and extras to fit together',
  'dependency-groups': 'groups of Poetry have no Python of their own',
  'dependency-metadata': 'Poetry cannot be told other metadata of packages',
  'find-links': 'Poetry takes no folder or page of files beside its sources',
  'no-index': 'Poetry always asks an index',
  'build-constraint-dependencies': 'Poetry has build constraints only package by package',
  'extra-build-dependencies': 'Poetry installs exactly what a package says that it is built with',
  'no-sources': 'Poetry cannot pass its sources over',
};

/** Without an equal, while the project works all the same: a person has to know. */
const TOLD: Readonly<Record<string, string>> = {
  prerelease: '`allow-prereleases` of a dependency says so in Poetry, one by one',
  resolution: 'Poetry always takes the newest versions that fit',
  'fork-strategy': 'Poetry always takes the newest version that fits everywhere',
  'exclude-newer-package': '`solver.min-release-age` of Poetry is for all packages',
  'config-settings': '`installer.build-config-settings` of Poetry is for single packages',
  'config-settings-package': 'it is `installer.build-config-settings` in `poetry.toml`',
  'no-build-isolation': 'Poetry always builds in isolation',
  'no-build-isolation-package': 'Poetry always builds in isolation',
  'extra-build-variables': 'set them where the package is built',
  'publish-url': 'it is `poetry config repositories.<name> <URL>`',
  'check-url': '`poetry publish --skip-existing` does so',
  'trusted-publishing': 'Poetry uses a token',
  'keyring-provider': '`poetry config keyring.enabled` decides',
  'allow-insecure-host': 'it is `poetry config certificates.<name>.cert false`',
  pip: 'it was for `uv pip`',
};

/** How uv itself works: nothing of it concerns Poetry. */
const ABOUT_UV = /^(required-version|required-environments|managed|python-(preference|downloads|install-mirror|downloads-json-url)|pypy-install-mirror|link-mode|compile-bytecode|concurrent-.*|cache-(dir|keys)|no-cache|native-tls|system-certs|offline|preview(-features)?|add-bounds|reinstall(-package)?|upgrade(-package)?|index-strategy|torch-backend|audit|http-proxy|https-proxy|no-proxy)$/;

/** Says what becomes of the settings of uv that are no dependencies, and gives those that Poetry keeps in `poetry.toml`. */
export function adoptSettings(data: TomlTableData, remarks: Remarks): readonly TargetEntry[] {
  const uv = tableAt(data, UV);
  for (const [key, value] of Object.entries(uv)) {
    const at = [...UV, key];
    if (ELSEWHERE.has(key)) continue;
    if (NEEDED[key] !== undefined) {
      if (!isEmpty(value)) remarks.refuse(at, `\`tool.uv.${key}\` has no equal in Poetry: ${NEEDED[key]}.`);
    } else if (TOLD[key] !== undefined) remarks.person(at, `\`tool.uv.${key}\` is not taken over: ${TOLD[key]}.`);
    else if (ABOUT_UV.test(key)) remarks.note(at, `\`tool.uv.${key}\` is about uv alone and goes.`);
    else remarks.refuse(at, `It is not known what \`tool.uv.${key}\` is in Poetry.`);
  }
  return [...installer(uv), ...releaseAge(uv['exclude-newer'], remarks)];
}

/** Whether packages are built or downloaded, as `poetry.toml` says it: `installer.no-binary` and `installer.only-binary`. */
function installer(uv: TomlTableData): readonly TargetEntry[] {
  const entry = (key: string, all: TomlData | undefined, some: TomlData | undefined): TargetEntry[] => {
    const names = all === true ? [':all:'] : textsOf(some);
    return names.length === 0 ? [] : [{ key: `installer.${key}`, value: names }];
  };
  return [...entry('no-binary', uv['no-binary'], uv['no-binary-package']), ...entry('only-binary', uv['no-build'], uv['no-build-package'])];
}

/** An age becomes `solver.min-release-age` in days; for a date Poetry has nothing. */
function releaseAge(value: TomlData | undefined, remarks: Remarks): readonly TargetEntry[] {
  if (value === undefined) return [];
  const [, number, unit] = /^(\d+)\s*(day|week)s?$/.exec(typeof value === 'string' ? value.trim() : '') ?? [];
  if (number !== undefined) return [{ key: 'solver.min-release-age', value: Number(number) * (unit === 'week' ? 7 : 1) }];
  remarks.person([...UV, 'exclude-newer'], '`tool.uv.exclude-newer` is not taken over: Poetry knows an age (`solver.min-release-age`) and no date.');
  return [];
}

function isEmpty(value: TomlData): boolean {
  return (isArrayData(value) && value.length === 0) || (isTableData(value) && Object.keys(value).length === 0);
}
