import type { TomlTableData } from '../../formats/toml/index.ts';
import type { Remarks } from '../remark.ts';
import { tableAt } from '../tables.ts';

/** Settings of `[tool.poetry]` that have no namesake in `[project]` (PEP 621). */
const POETRYS_OWN: readonly string[] = ['packages', 'include', 'exclude', 'package-mode', 'build', 'plugins', 'extras', 'group', 'dev-dependencies', 'source', 'homepage', 'repository', 'documentation'];

/** Tells of settings of Poetry that stand in `[project]`, where nobody reads them: what they say does not hold today, so that nothing follows from them. */
export function tellMisplaced(data: TomlTableData, remarks: Remarks): void {
  const project = tableAt(data, ['project']);
  for (const key of POETRYS_OWN.filter((one) => project[one] !== undefined)) {
    remarks.person(['project', key], `\`project.${key}\` is no key of \`[project]\` (PEP 621): Poetry took no notice of it there, nor does uv, and some tools refuse it. Take it away, or say what it was meant for where it counts.`);
  }
}
