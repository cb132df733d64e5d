import { dataAt, type TomlTableData } from '../../formats/toml/index.ts';
import type { BuildPlan } from './build.ts';
import { isPluginEnabled, isPluginOptional, pathRules } from './build-facts.ts';
import { POETRY } from './poetry-table.ts';
import { tidyPath } from './project-files.ts';
import type { Layout } from './layout.ts';
import type { Remarks } from '../remark.ts';

/** Tells what of the build meant one thing or another, depending on the Poetry that did it. */
export function tellBuild(data: TomlTableData, { isPackage, kept, isVersionDynamic }: BuildPlan, layout: Layout, major: 1 | 2 | undefined, remarks: Remarks): void {
  if (isPluginEnabled(data) && isPluginOptional(data) && isPackage && !isVersionDynamic) {
    remarks.person(['tool', 'poetry-dynamic-versioning'], 'Where poetry-dynamic-versioning was installed into Poetry, it took the version from tags; everybody else got the one that is written down, which counts from now on. Let the release write it (`uv version`), or let hatchling take it from tags with uv-dynamic-versioning.');
  }
  if (!isPackage || kept.length > 0) return;
  const setup = [...POETRY, 'build', 'generate-setup-file'];
  if (dataAt(data, setup) === true) remarks.note(setup, 'The source distribution has no `setup.py` any more: installers use the build backend.');
  const roots = layout.kind === 'modules' ? layout.packages.map(({ from, include }) => tidyPath(`${from}/${include}`)) : [];
  const beside = pathRules(data, 'include').filter(({ path, isPlain }) => isPlain && !roots.some((root) => tidyPath(path).startsWith(`${root}/`)));
  if (major === 1 && beside.length > 0) {
    remarks.note([...POETRY, 'include'], `Poetry 1 put ${beside.map(({ path }) => `\`${path}\``).join(', ')} into the wheel as well; the source distribution alone has ${beside.length > 1 ? 'them' : 'it'} now, as with Poetry 2.`);
  }
}
