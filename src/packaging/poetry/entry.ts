import { isArrayData, isTableData, type TomlData, type TomlPath } from '../../formats/toml/index.ts';
import type { Remarks } from '../remark.ts';
import { normaliseName } from '../requirement/index.ts';

/** One constraint of a dependency as Poetry's tables say it. */
export interface PoetryConstraint {
  readonly at: TomlPath;
  /** Without one any version will do. */
  readonly version: string | undefined;
  readonly extras: readonly string[];
  readonly optional: boolean;
  readonly markers: string | undefined;
  readonly python: string | undefined;
  readonly platform: string | undefined;
  readonly allowPrereleases: boolean | undefined;
  /** The name of a package source. */
  readonly source: string | undefined;
  readonly origin: DirectOrigin | undefined;
}

/** Where a dependency comes from when no index is asked. */
export type DirectOrigin =
  | { readonly kind: 'git'; readonly url: string; readonly ref: { readonly kind: 'branch' | 'tag' | 'rev'; readonly name: string } | undefined; readonly subdirectory: string | undefined; readonly develop: boolean }
  | { readonly kind: 'path'; readonly path: string; readonly develop: boolean }
  | { readonly kind: 'url'; readonly url: string; readonly subdirectory: string | undefined };

/** A dependency with all its constraints: several of them in Poetry's array form. */
export interface PoetryDependency {
  readonly name: string;
  readonly at: TomlPath;
  readonly constraints: readonly PoetryConstraint[];
}

const TEXT_KEYS = ['version', 'markers', 'python', 'platform', 'source', 'git', 'branch', 'tag', 'rev', 'subdirectory', 'path', 'file', 'url'] as const;
const FLAG_KEYS = ['optional', 'allow-prereleases', 'allows-prereleases', 'develop'] as const;
const KNOWN: ReadonlySet<string> = new Set([...TEXT_KEYS, ...FLAG_KEYS, 'extras']);

/** Reads a dependency table, `python` left out: in the runtime table it says which interpreters will do, elsewhere Poetry ignores it. */
export function readDependencies(table: TomlData | undefined, at: TomlPath, remarks: Remarks): readonly PoetryDependency[] {
  if (!isTableData(table)) return [];
  const names = Object.keys(table).filter((name) => name.toLowerCase() !== 'python');
  for (const [index, name] of names.entries()) {
    const other = names.slice(0, index).find((one) => normaliseName(one) === normaliseName(name));
    if (other !== undefined) remarks.person([...at, name], `\`${other}\` and \`${name}\` are one package, of which both constraints are asked at once: make them one.`);
  }
  return names.flatMap((name) => readDependency(name, table[name] as TomlData, [...at, name], remarks) ?? []);
}

function readDependency(name: string, value: TomlData, at: TomlPath, remarks: Remarks): PoetryDependency | undefined {
  const values = isArrayData(value) ? value.map((item, index) => ({ item, at: [...at, index] })) : [{ item: value, at }];
  const constraints = values.map((one) => readConstraint(name, one.item, one.at, remarks));
  return constraints.every((one) => one !== undefined) ? { name, at, constraints } : undefined;
}

function readConstraint(name: string, value: TomlData, at: TomlPath, remarks: Remarks): PoetryConstraint | undefined {
  if (typeof value === 'string') return { ...NOTHING_SAID, at, version: value };
  if (!isTableData(value)) {
    remarks.refuse(at, `The dependency \`${name}\` is neither a version nor a table.`);
    return undefined;
  }
  const problem = shapeProblem(name, value);
  if (problem !== undefined) {
    remarks.refuse(at, problem);
    return undefined;
  }
  const text = (key: (typeof TEXT_KEYS)[number]): string | undefined => value[key] as string | undefined;
  const flag = (key: (typeof FLAG_KEYS)[number]): boolean | undefined => value[key] as boolean | undefined;
  return {
    at,
    version: text('version'),
    extras: (value['extras'] ?? []) as readonly string[],
    optional: flag('optional') ?? false,
    markers: text('markers'),
    python: text('python'),
    platform: text('platform'),
    allowPrereleases: flag('allow-prereleases') ?? flag('allows-prereleases'),
    source: text('source'),
    origin: directOrigin(text, flag('develop') ?? false),
  };
}

const NOTHING_SAID = {
  version: undefined, extras: [], optional: false, markers: undefined, python: undefined, platform: undefined, allowPrereleases: undefined,
  source: undefined, origin: undefined,
} as const;

/** Why a table is not a dependency as Poetry documents it. What is not known is not guessed. */
function shapeProblem(name: string, value: { readonly [key: string]: TomlData }): string | undefined {
  const unknown = Object.keys(value).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) return `The dependency \`${name}\` has the unknown key \`${unknown}\`.`;
  const wrong = TEXT_KEYS.find((key) => value[key] !== undefined && typeof value[key] !== 'string') ?? FLAG_KEYS.find((key) => value[key] !== undefined && typeof value[key] !== 'boolean');
  if (wrong !== undefined) return `The value of \`${wrong}\` of the dependency \`${name}\` is of the wrong type.`;
  const extras = value['extras'];
  if (extras !== undefined && !(isArrayData(extras) && extras.every((extra) => typeof extra === 'string'))) return `The extras of the dependency \`${name}\` are not a list of names.`;
  const origins = (['git', 'file', 'path', 'url'] as const).filter((key) => value[key] !== undefined);
  if (origins.length > 1) return `The dependency \`${name}\` comes from ${origins.map((key) => `\`${key}\``).join(' and ')} at once.`;
  const refs = (['branch', 'tag', 'rev'] as const).filter((key) => value[key] !== undefined);
  if (refs.length > 1) return `The dependency \`${name}\` names ${refs.map((key) => `\`${key}\``).join(' and ')}: uv takes at most one of them.`;
  return undefined;
}

function directOrigin(text: (key: (typeof TEXT_KEYS)[number]) => string | undefined, develop: boolean): DirectOrigin | undefined {
  const git = text('git');
  const subdirectory = text('subdirectory');
  if (git !== undefined) {
    const kind = (['branch', 'tag', 'rev'] as const).find((key) => text(key) !== undefined);
    return { kind: 'git', url: git, ref: kind && { kind, name: text(kind) ?? '' }, subdirectory, develop };
  }
  const path = text('file') ?? text('path');
  if (path !== undefined) return { kind: 'path', path: subdirectory === undefined ? path : `${path.replace(/\/+$/, '')}/${subdirectory.replace(/^(\.?\/)+/, '')}`, develop };
  const url = text('url');
  return url === undefined ? undefined : { kind: 'url', url, subdirectory };
}
