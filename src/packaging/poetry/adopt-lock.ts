import { readTomlData, isPlainTable } from '../../formats/toml/read-data.ts';
import { withoutFileLists } from '../lock-text.ts';
import { normaliseVersion } from '../version/index.ts';
import type { UvLockedPackage } from '../uv/lock.ts';
import type { PoetryLock } from './lock.ts';

const seedComment = (from: string): string => `# Not finished: the versions of ${from}, for \`poetry lock\` to complete. Poetry keeps them where they fit and refuses to install before.`;

/**
 * A `poetry.lock` that holds versions and nothing else. `poetry lock` takes the versions of the lock it finds wherever they fit, fills in the rest
 * and writes a whole one; until then its hash fits no manifest, so that Poetry refuses to install from it (measured with Poetry 2.5.1).
 *
 * @param from the file that told the versions
 */
export function seedLock(packages: readonly UvLockedPackage[], from = 'uv.lock'): string {
  const known = packages.filter(({ source, version }) => source === 'registry' && version !== undefined && normaliseVersion(version) !== undefined);
  const tables = known.map(({ name, version }) => ['[[package]]', `name = "${name}"`, `version = "${version ?? ''}"`, 'description = ""', 'optional = false', 'python-versions = "*"', 'groups = ["main"]', 'files = []', ''].join('\n'));
  return [seedComment(from), '', ...tables, '[metadata]', 'lock-version = "2.1"', 'python-versions = "*"', 'content-hash = ""', ''].join('\n');
}

/** Whether a `poetry.lock` still has to be completed. */
export function isSeedLock(text: string): boolean {
  return text.startsWith('# Not finished:') || /^content-hash = ""\s*$/m.test(text);
}

/** `requires-python` of a `uv.lock`. */
export function lockedPythonOf(uvLock: string): string | undefined {
  const read = readTomlData(withoutFileLists(uvLock));
  const said = 'problem' in read || !isPlainTable(read.data) ? undefined : read.data['requires-python'];
  return typeof said === 'string' ? said : undefined;
}

/** What became of the versions of `uv.lock`. Names as PEP 503 compares them. */
export interface LockMovement {
  readonly moved: readonly { readonly name: string; readonly from: readonly string[]; readonly to: readonly string[] }[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Compares both locks. A package has not moved when every version it is locked at was there before. */
export function lockMovement(before: readonly UvLockedPackage[], { packages }: PoetryLock): LockMovement {
  const own = new Set(before.filter(({ source }) => source === 'virtual' || source === 'editable' || source === 'directory').map(({ name }) => name));
  const old = byName(before.filter(({ name }) => !own.has(name)));
  const now = byName(packages.filter(({ name }) => !own.has(name)));
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const moved = names.flatMap((name) => {
    const from = old.get(name);
    const to = now.get(name);
    return from && to && !to.every((version) => from.includes(version)) ? [{ name, from, to }] : [];
  });
  return { moved, added: names.filter((name) => !old.has(name)), removed: names.filter((name) => !now.has(name)) };
}

function byName(packages: readonly { readonly name: string; readonly version: string | undefined }[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, version } of packages) {
    const spelled = version === undefined ? [] : [normaliseVersion(version) ?? version];
    found.set(name, [...(found.get(name) ?? []), ...spelled]);
  }
  return found;
}
