import type { YamlMapping } from '../../formats/yaml/index.ts';
import { scalarAt } from './foreign-step.ts';
import { joinFolders } from './working-folder.ts';

/** Where a script says it is run: a step's own word before that of its job, that before the workflow's. */
const KEYS: readonly (readonly string[])[] = [['working-directory'], ['workingDirectory'], ['working_directory'], ['dir'], ['defaults', 'run', 'working-directory']];

/** The folder that the mappings around a script name, outermost first; `''` when none does, `undefined` when it is made at run time. */
export function folderSaid(mappings: readonly YamlMapping[]): string | undefined {
  const said = mappings.map((mapping) => KEYS.map((key) => scalarAt(mapping, key)).find((one) => one !== undefined)).findLast((one) => one !== undefined);
  if (said === undefined) return '';
  const inside = said.trim().replace(/^\$\{\{\s*github\.workspace\s*\}\}\/?|^\$\(Build\.SourcesDirectory\)\/?/, '');
  return /[${]/.test(inside) ? undefined : joinFolders('', inside === '' ? '.' : inside);
}
