import { dataAt, isArrayData, isTableData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import type { UvIndex } from '../uv/package-index.ts';
import type { Remarks } from '../remark.ts';
import { textAt } from '../tables.ts';
import type { NewValue } from '../uv/new-project.ts';
import { isPublicIndex, PUBLIC_INDEX_NAME } from '../uv/public-index.ts';

/** The package sources of a Pipfile as uv's indexes. */
export interface PipfileSources {
  readonly indexes: readonly UvIndex[];
  readonly settings: readonly (readonly [string, NewValue])[];
  /** The index that a package's `index` names; `default` for the one that is asked anyway. */
  readonly named: (name: string) => UvIndex | 'default' | undefined;
}

/** Pipenv asks the first source, and another one only for packages that name it. */
export function readPipfileSources(data: TomlTableData, remarks: Remarks): PipfileSources {
  const list = dataAt(data, ['source']);
  const indexes: UvIndex[] = [];
  const insecure: string[] = [];
  const names = new Map<string, UvIndex | 'default'>();
  for (const [position, item] of (isArrayData(list) ? list : []).entries()) {
    const at: TomlPath = ['source', position];
    const url = isTableData(item) ? textAt(item, ['url']) : undefined;
    if (!isTableData(item) || url === undefined) {
      remarks.refuse(at, 'The package source has no URL.');
      continue;
    }
    const said = textAt(item, ['name']) ?? `source-${position + 1}`;
    const open = url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
    const name = said.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '') || `source-${position + 1}`;
    if (/\$\{?\w/.test(open)) remarks.refuse([...at, 'url'], `The address of the package source \`${said}\` holds a variable, which \`[[tool.uv.index]]\` does not fill in.`);
    if (open !== url) remarks.person([...at, 'url'], `The URL of the package source \`${said}\` holds credentials, which stay out of \`pyproject.toml\`: give them as \`UV_INDEX_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_USERNAME\` and \`…_PASSWORD\`.`);
    const host = /^[a-z][a-z0-9+.-]*:\/\/([^/]+)/i.exec(open)?.[1];
    if (item['verify_ssl'] === false && host !== undefined) insecure.push(host);
    const isFirst = position === 0;
    if (isFirst && isPublicIndex(open)) {
      names.set(said, 'default');
      continue;
    }
    const index: UvIndex = { name: isPublicIndex(open) ? PUBLIC_INDEX_NAME : name, url: open, ...(isFirst ? { default: true as const } : { explicit: true as const }) };
    indexes.push(index);
    names.set(said, isFirst ? 'default' : index);
  }
  return { indexes, settings: insecure.length > 0 ? [['allow-insecure-host', insecure]] : [], named: (name) => names.get(name) };
}
