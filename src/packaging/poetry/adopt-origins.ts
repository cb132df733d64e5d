import { dataAt, isArrayData, isTableData, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { and, areDisjoint, isNever, negate, or, parseOptionalMarker, type Marker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';
import { tableAt } from '../tables.ts';
import { sameGroup } from '../uv/default-groups.ts';
import type { Scope } from '../uv/sources.ts';
import type { MarkedOrigin, PoetryOrigin } from './adopt-dependency.ts';
import type { PackageSources } from './adopt-sources.ts';
import type { Remarks } from '../remark.ts';

/** Where the packages of a project come from, by `[tool.uv.sources]`. */
export interface Origins {
  /** The origins of a package that together cover every environment; empty where it comes from the indexes as any other. */
  of(name: string, scope: Scope): readonly (Omit<MarkedOrigin, 'origin'> & { readonly origin: PoetryOrigin | undefined })[];
  /** The entry that names the package, for what is said of it. */
  at(name: string): TomlPath | undefined;
}

interface Entry extends MarkedOrigin {
  readonly group: string | undefined;
}

const SOURCES: TomlPath = ['tool', 'uv', 'sources'];

/** Reads where packages come from. What Poetry cannot say refuses the project: without it another package would be installed. */
export function adoptOrigins(data: TomlTableData, sources: PackageSources, remarks: Remarks): Origins {
  const table = tableAt(data, SOURCES);
  const entries = new Map<string, readonly Entry[]>();
  const places = new Map<string, TomlPath>();
  for (const [name, value] of Object.entries(table)) {
    const at = [...SOURCES, name];
    const list = (isArrayData(value) ? value : [value]).flatMap((item) => readEntry(name, item, at, sources, remarks) ?? []);
    entries.set(normaliseName(name), list);
    places.set(normaliseName(name), at);
  }
  return {
    of: (name, scope) => {
      const all = entries.get(normaliseName(name)) ?? [];
      const own = all.filter(({ group }) => group === undefined || (scope.kind === 'group' && sameGroup(group, scope.name)));
      return covering(name, own, places.get(normaliseName(name)) ?? SOURCES, remarks);
    },
    at: (name) => places.get(normaliseName(name)),
  };
}

/** The origins and, where they leave environments open, one without an origin for these: Poetry would install nothing there. */
function covering(name: string, entries: readonly Entry[], at: TomlPath, remarks: Remarks): ReturnType<Origins['of']> {
  if (entries.length === 0 || entries.some(({ marker }) => marker === undefined)) {
    if (entries.length > 1) remarks.refuse(at, `The sources of \`${name}\` do not exclude each other.`);
    return entries.slice(0, 1);
  }
  const overlapping = entries.some(({ marker }, index) => entries.slice(index + 1).some((other) => !areDisjoint(marker, other.marker)));
  if (overlapping) remarks.refuse(at, `The sources of \`${name}\` do not exclude each other.`);
  const covered = or(...entries.map(({ marker }) => marker));
  const rest = covered && negate(covered);
  if (rest && isProblem(rest)) {
    remarks.refuse(at, `Where none of the sources of \`${name}\` holds cannot be said in Poetry. ${rest.problem}`);
    return entries;
  }
  return rest && !isNever(rest) ? [...entries, { origin: undefined, marker: rest }] : entries;
}

function readEntry(name: string, value: TomlData, at: TomlPath, sources: PackageSources, remarks: Remarks): Entry | undefined {
  if (!isTableData(value)) {
    remarks.refuse(at, `The source of \`${name}\` is no table.`);
    return undefined;
  }
  const { marker: text, group, ...rest } = value;
  const marker = typeof text === 'string' ? parseOptionalMarker(text) : undefined;
  if (marker && isProblem(marker)) {
    remarks.refuse(at, `The marker of the source of \`${name}\` cannot be read: ${marker.problem}`);
    return undefined;
  }
  const origin = originOf(rest, sources);
  if (typeof origin === 'string') {
    remarks.refuse(at, `The source of \`${name}\` has no equal in Poetry: ${origin}.`);
    return undefined;
  }
  return { origin, marker, group: typeof group === 'string' ? group : undefined };
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  git: ['branch', 'tag', 'rev', 'subdirectory'],
  path: ['editable'],
  url: ['subdirectory'],
  index: [],
};

/** The origin by Poetry's keys, or what stands against it. */
function originOf(entry: TomlTableData, sources: PackageSources): PoetryOrigin | string {
  const kind = Object.keys(KEYS).find((key) => typeof entry[key] === 'string');
  if (entry['workspace'] === true) return 'it is a member of a workspace';
  if (kind === undefined) return 'it says neither index, git, path nor url';
  const odd = Object.keys(entry).find((key) => key !== kind && !(KEYS[kind] ?? []).includes(key));
  if (odd !== undefined) return `\`${odd}\` is nothing to Poetry`;
  const texts = Object.fromEntries(Object.entries(entry).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  if (kind === 'index') {
    const named = sources.named(texts['index'] ?? '');
    return named === undefined ? `the index \`${texts['index'] ?? ''}\` is not declared` : { source: named };
  }
  return kind === 'path' && entry['editable'] === true ? { ...texts, develop: true } : texts;
}

/** A requirement's marker within that of an origin; `undefined` when no environment is left. */
export function narrowed(marker: Marker | undefined, by: Marker | undefined): { readonly marker: Marker | undefined } | undefined {
  const both = and(marker, by);
  return both && isNever(both) ? undefined : { marker: by === undefined ? marker : both };
}

/** The names `[tool.uv.sources]` has, as they are written. */
export function sourcedNames(data: TomlTableData): readonly string[] {
  const table = dataAt(data, SOURCES);
  return isTableData(table) ? Object.keys(table) : [];
}
