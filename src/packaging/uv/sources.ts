import { areDisjoint, printMarker, type Marker } from '../marker/index.ts';
import type { Problem } from '../problem.ts';

/** One entry of `[tool.uv.sources]` without the keys that limit it. */
export type UvSource =
  | { readonly git: string; readonly branch?: string; readonly tag?: string; readonly rev?: string; readonly subdirectory?: string }
  | { readonly path: string; readonly editable?: true; readonly package?: false }
  | { readonly url: string; readonly subdirectory?: string }
  | { readonly index: string };

/** Where a name is asked for: by the project or an extra of it, or by a dependency group. */
export type Scope = { readonly kind: 'project' } | { readonly kind: 'group'; readonly name: string };

/** One requirement as far as it matters for where the package comes from. */
export interface SourcedUse {
  readonly source: UvSource | undefined;
  readonly marker: Marker | undefined;
  readonly scope: Scope;
}

/** An entry as it is written: limited by a marker or a group where one name has several sources. */
export type WrittenSource = UvSource & { readonly marker?: string; readonly group?: string };

/**
 * The sources of one package, from everything that asks for it. uv applies one source to all requirements of a name, or several whose markers
 * (or groups) exclude each other; what no entry covers comes from the indexes.
 */
export function sourcesOf(name: string, uses: readonly SourcedUse[]): WrittenSource | readonly WrittenSource[] | undefined | Problem {
  const sourced = uses.filter(({ source }) => source !== undefined) as readonly (SourcedUse & { readonly source: UvSource })[];
  const [first] = sourced;
  if (!first) return undefined;
  const isSplit = sourced.some(({ scope }) => uses.some((other) => other.source === undefined && sameScope(other.scope, scope)));
  if (!isSplit && sourced.every(({ source }) => sameSource(source, first.source))) return first.source;
  const byMarker = distinct(sourced, (use) => JSON.stringify([use.source, markerText(use)]));
  if (excludeEachOther(byMarker)) return byMarker.map((use) => ({ ...use.source, marker: markerText(use) ?? '' }));
  const byGroup = distinct(sourced, (use) => JSON.stringify([use.source, markerText(use), use.scope]));
  const groups = byGroup.flatMap(({ scope }) => (scope.kind === 'group' ? [scope.name] : []));
  if (groups.length === byGroup.length && new Set(groups).size === groups.length && !isSplit) {
    return byGroup.map((use, index) => ({ ...use.source, ...(use.marker && { marker: markerText(use) ?? '' }), group: groups[index] ?? '' }));
  }
  return { problem: `\`${name}\` comes from several places, and no markers tell uv which one to take when.` };
}

function excludeEachOther(uses: readonly SourcedUse[]): boolean {
  return uses.every((use, index) => use.marker !== undefined && uses.slice(index + 1).every((other) => areDisjoint(use.marker, other.marker)));
}

function markerText({ marker }: SourcedUse): string | undefined {
  return marker && printMarker(marker);
}

function sameSource(a: UvSource, b: UvSource): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameScope(a: Scope, b: Scope): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
