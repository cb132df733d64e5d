import { poetryVariable } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';

/** What a variable of Poetry becomes for one project. */
export type VariableInUv =
  | { readonly kind: 'renamed'; readonly name: string; readonly value: string | undefined; readonly remarks: readonly string[] }
  | { readonly kind: 'removed'; readonly remarks: readonly string[] }
  | { readonly kind: 'unknown'; readonly because: string };

/**
 * What `NAME=value` for Poetry is for uv in this project. The names of indexes follow those in `[tool.uv]`; credentials of something that
 * is no index of the project may be for uploads, which is not guessed. A version of Poetry says nothing about uv, so that it goes.
 */
export function variableInUv(name: string, value: string | undefined, { indexes, renamedIndexes, versionedBy }: Pick<MigratedProject, 'indexes' | 'renamedIndexes' | 'versionedBy'>): VariableInUv {
  if (name === 'POETRY_VERSION') return { kind: 'removed', remarks: ['A version of Poetry is none of uv.'] };
  if (name === 'POETRY_VIRTUALENVS_CREATE' && value !== undefined && !/\$/.test(value)) return { kind: 'removed', remarks: /^(?:0|false|no|off)$/i.test(value) ? [BARE_COMMANDS] : [] };
  if (name === 'POETRY_DYNAMIC_VERSIONING_BYPASS') {
    if (versionedBy === 'uv-dynamic-versioning') return { kind: 'renamed', name: 'UV_DYNAMIC_VERSIONING_BYPASS', value, remarks: [] };
    return { kind: 'unknown', because: versionedBy === undefined ? 'the version is static, so that nothing reads it.' : `\`${versionedBy}\`, which builds the project, may read it.` };
  }
  const basic = /^POETRY_HTTP_BASIC_(\w+)_(USERNAME|PASSWORD)$/.exec(name);
  if (basic) {
    const [, index = '', part = ''] = basic;
    const renamed = [...renamedIndexes].find(([old]) => variablePart(old) === index)?.[1];
    const isIndex = renamed !== undefined || [...indexes.keys()].some((one) => variablePart(one) === index);
    if (renamed !== undefined) return { kind: 'renamed', name: `UV_INDEX_${variablePart(renamed)}_${part}`, value, remarks: [] };
    if (!isIndex && index !== 'PYPI') return { kind: 'unknown', because: `\`${index.toLowerCase()}\` is no index of the project. If it was for uploads, it is \`UV_PUBLISH_${part}\`; if packages come from there, the index must be declared, and it is \`UV_INDEX_${index}_${part}\`.` };
  }
  const translation = poetryVariable(name, value);
  if ('because' in translation) return { kind: 'unknown', because: translation.because };
  if ('removed' in translation) return { kind: 'removed', remarks: translation.removed };
  return { kind: 'renamed', name: translation.name, value: translation.value === undefined ? undefined : pathInUv(translation.value), remarks: translation.remarks };
}

/** What a reader should know where Poetry made no environment. */
export const BARE_COMMANDS = 'uv always works in an environment: programs are called with `uv run`, or by their path in `.venv`.';

/** A path of a cache in uv's words: `~/.cache/pypoetry` is `~/.cache/uv`. */
export function pathInUv(path: string): string {
  return path.replace(/(^|[/\\-]|\.(?=py))(?:pypoetry|poetry)(?:[_-]cache)?(?=$|[/\\])/gi, '$1uv').replace(/\/uv\/virtualenvs\/?$/, '/uv').replace(/\/uv\/(?:cache|artifacts)\/?$/, '/uv');
}

/** How the name of an index stands in a variable. */
function variablePart(index: string): string {
  return index.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
