import { isArrayData, isTableData, type TomlData, type TomlDocument, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { and, compare, parseMarker, type Marker } from '../marker/index.ts';
import { gitUrl } from '../git-url.ts';
import { Remarks, type Remark } from '../remark.ts';
import type { UvIndex } from '../uv/package-index.ts';
import { isProblem, type Problem } from '../problem.ts';
import { normaliseName, parseRequirement, printRequirement } from '../requirement/index.ts';
import { tableAt, textAt } from '../tables.ts';
import type { NewItem, NewList, NewProject, NewValue } from '../uv/new-project.ts';
import { sourcesOf, type UvSource, type WrittenSource } from '../uv/sources.ts';
import { useOf, type SourceUse } from '../pip/requirement-items.ts';
import { readPipfileSources } from './sources.ts';

/** A Pipfile as parts of a uv project. With a refusal among the remarks nothing is to be written. */
export interface PipfilePlan extends Pick<NewProject, 'dependencies' | 'groups' | 'sources' | 'indexes' | 'settings' | 'requiresPython'> {
  readonly remarks: readonly Remark[];
}

const KNOWN: ReadonlySet<string> = new Set(['source', 'packages', 'dev-packages', 'requires', 'scripts', 'pipenv']);
const MARKERS = ['os_name', 'sys_platform', 'platform_machine', 'platform_python_implementation', 'platform_release', 'platform_system', 'platform_version', 'python_version', 'python_full_version', 'implementation_name', 'implementation_version'] as const;
const KEYS: ReadonlySet<string> = new Set(['version', 'extras', 'markers', 'index', 'git', 'ref', 'editable', 'path', 'file', 'url', 'subdirectory', ...MARKERS]);

/** Reads a Pipfile: packages, development packages and categories of one's own, where they come from, and the Python they are for. */
export function planPipfile(document: TomlDocument): PipfilePlan {
  const { data } = document;
  const remarks = new Remarks();
  const sources = readPipfileSources(data, remarks);
  const uses: SourceUse[] = [];
  const list = (key: string, group: string | undefined): NewList => listOf(document, key, group, sources.named, uses, remarks);
  const categories = Object.keys(data).filter((key) => !KNOWN.has(key) && isTableData(data[key] as TomlData));
  const dependencies = list('packages', undefined);
  const dev = tableAt(data, ['dev-packages']);
  const groups = [
    ...(Object.keys(dev).length > 0 ? [{ name: 'dev', isDefault: true, list: list('dev-packages', 'dev') }] : []),
    ...categories.map((key) => ({ name: normaliseName(key), isDefault: false, list: list(key, normaliseName(key)) })),
  ];
  const written = new Map<string, WrittenSource | readonly WrittenSource[]>();
  for (const name of new Set(uses.map((use) => use.name))) {
    const source = sourcesOf(name, uses.filter((use) => use.name === name));
    if (isProblem(source)) remarks.refuse(['packages'], source.problem);
    else if (source) written.set(name, source);
  }
  const scripts = Object.keys(tableAt(data, ['scripts']));
  if (scripts.length > 0) remarks.person(['scripts'], `uv has no scripts of this kind: ${scripts.map((name) => `\`${name}\` (\`${textAt(data, ['scripts', name]) ?? '…'}\`)`).join(', ')}. Write the commands down elsewhere, with \`uv run\` before them.`);
  return { dependencies, groups, sources: written, indexes: sources.indexes, settings: [...sources.settings, ...pipenvSettings(data, remarks)], requiresPython: pythonOf(data, remarks), remarks: remarks.all };
}

function listOf(document: TomlDocument, key: string, group: string | undefined, indexNamed: (name: string) => UvIndex | 'default' | undefined, uses: SourceUse[], remarks: Remarks): NewList {
  const table = tableAt(document.data, [key]);
  const items = Object.keys(table).flatMap((name): NewItem[] => {
    const at: TomlPath = [key, name];
    const read = readPackage(name, table[name] as TomlData, indexNamed);
    if (isProblem(read)) {
      remarks.refuse(at, read.problem);
      return [];
    }
    uses.push(useOf(read.requirement, read.source, group));
    const comments = document.get(at)?.comments;
    return [{ value: printRequirement(read.requirement), above: comments?.above.map(({ text }) => text) ?? [], behind: comments?.trailing?.text }];
  });
  return { items, below: document.get([key])?.comments.inside.map(({ text }) => text) ?? [] };
}

interface ReadPackage {
  readonly requirement: Exclude<ReturnType<typeof parseRequirement>, Problem>;
  readonly source: UvSource | undefined;
}

function readPackage(name: string, value: TomlData, indexNamed: (name: string) => UvIndex | 'default' | undefined): ReadPackage | Problem {
  const table: TomlTableData = isTableData(value) ? value : { version: value };
  const odd = Object.keys(table).find((key) => !KEYS.has(key));
  if (odd !== undefined) return { problem: `What \`${odd}\` means for \`${name}\` is not known.` };
  const version = textAt(table, ['version']) ?? '*';
  const extras = isArrayData(table['extras'] as TomlData) ? (table['extras'] as readonly TomlData[]).map(String) : [];
  const marker = markerOf(table);
  if (isProblem(marker)) return marker;
  const source = sourceOf(name, table, indexNamed);
  if (isProblem(source)) return source;
  const isDirect = source !== undefined && !('index' in source);
  const specifiers = isDirect || /^\s*\*?\s*$/.test(version) ? '' : version;
  const requirement = parseRequirement(`${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifiers}`);
  if (isProblem(requirement) || (specifiers !== '' && !/^\s*[=<>!~]/.test(specifiers))) return { problem: `\`${version}\` is not a version that is understood for \`${name}\`.` };
  return { requirement: { ...requirement, marker }, source };
}

/** `markers = "…"` and the keys that are markers themselves: `sys_platform = "== 'win32'"`. */
function markerOf(table: TomlTableData): Marker | undefined | Problem {
  const parts: Marker[] = [];
  for (const key of ['markers', ...MARKERS]) {
    const text = textAt(table, [key]);
    if (text === undefined) continue;
    const [, operator, bare] = /^\s*(==|!=|<=|>=|<|>|~=)\s*([^'"]+)$/.exec(text) ?? [];
    const marker = key === 'markers' ? parseMarker(text) : operator === undefined || bare === undefined ? parseMarker(`${key} ${text}`) : compare(key as (typeof MARKERS)[number], operator as '==', bare.trim());
    if (isProblem(marker)) return marker;
    parts.push(marker);
  }
  return and(...parts);
}

function sourceOf(name: string, table: TomlTableData, indexNamed: (name: string) => UvIndex | 'default' | undefined): UvSource | undefined | Problem {
  const [git, path, file, url, index] = ['git', 'path', 'file', 'url', 'index'].map((key) => textAt(table, [key]));
  const subdirectory = textAt(table, ['subdirectory']);
  const more = subdirectory === undefined ? {} : { subdirectory };
  if ([git, path, file, url].some((text) => text !== undefined && /\$\{?\w/.test(text))) return { problem: `The address of \`${name}\` holds a variable, which \`[tool.uv.sources]\` does not fill in.` };
  if (git !== undefined) {
    const address = gitUrl(git);
    const ref = textAt(table, ['ref']);
    return isProblem(address) ? address : { git: address, ...(ref !== undefined && { rev: ref }), ...more };
  }
  const address = url ?? file;
  if (address !== undefined && /^https?:/i.test(address)) return { url: address, ...more };
  const place = path ?? address;
  if (place !== undefined) return { path: place, ...(table['editable'] === true && { editable: true as const }) };
  if (index === undefined) return undefined;
  const known = indexNamed(index);
  if (known === 'default') return undefined;
  return known ? { index: known.name } : { problem: `\`${name}\` comes from the package source \`${index}\`, which is not declared.` };
}

function pipenvSettings(data: TomlTableData, remarks: Remarks): readonly (readonly [string, NewValue])[] {
  const table = tableAt(data, ['pipenv']);
  for (const key of Object.keys(table)) if (key !== 'allow_prereleases') remarks.note(['pipenv', key], `\`${key}\` tells Pipenv how to work and goes.`);
  return table['allow_prereleases'] === true ? [['prerelease', 'allow']] : [];
}

/** The one Python that Pipenv works with. */
function pythonOf(data: TomlTableData, remarks: Remarks): string | undefined {
  const full = textAt(data, ['requires', 'python_full_version']);
  const short = textAt(data, ['requires', 'python_version']);
  if (full !== undefined && /^\d+\.\d+\.\d+$/.test(full)) return `==${full}`;
  if (short !== undefined && /^\d+\.\d+$/.test(short)) return `==${short}.*`;
  const odd = full ?? short;
  if (odd !== undefined && odd !== '*') remarks.person(['requires'], `\`${odd}\` is not a version of Python that is understood: write \`requires-python\` by hand.`);
  return undefined;
}

