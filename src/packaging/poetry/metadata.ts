import { dataAt, isArrayData, isTableData, type TargetArray, type TargetEntry, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { isName } from '../requirement/index.ts';
import { normaliseVersion } from '../version/index.ts';
import { readLicense } from '../license.ts';
import { readPerson } from './people.ts';
import type { ProjectFiles } from './project-files.ts';
import { tableAt } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** What has to be known beside the tables to say who a project is. */
export interface MetadataContext {
  readonly data: TomlTableData;
  readonly folderName: string;
  readonly files: ProjectFiles;
  readonly isPackage: boolean;
  /** The version is taken from tags by the build backend. */
  readonly isVersionDynamic: boolean;
  /** Another build backend than Poetry's will read `[project]`, and insist on its rules. */
  readonly isRebuilt: boolean;
  /** Files that went along with poetry-core by themselves and have to be named in `license-files` now (PEP 639). */
  readonly licenseFiles: readonly string[];
  readonly remarks: Remarks;
}

type Reader = (value: TomlData, at: TomlPath, context: MetadataContext) => readonly TargetEntry[];

/** The keys of `[tool.poetry]` that are keys of `[project]`, each with its reader. */
const READERS: Readonly<Record<string, Reader>> = {
  name: (value, at, { remarks }) => (typeof value === 'string' ? [{ key: 'name', value: projectName(value, at, remarks), origin: at }] : wrongType(at, remarks)),
  version: versionEntry,
  description: (value, at, { remarks }) => {
    if (typeof value !== 'string') return wrongType(at, remarks);
    const line = value.trim().replace(/\s*\n\s*/g, ' ');
    if (line !== value && /\n/.test(value)) remarks.note(at, 'The description is written in one line, as the core metadata want it.');
    return [{ key: 'description', value: /\n/.test(value) ? line : value, origin: at }];
  },
  authors: people,
  maintainers: people,
  license,
  readme,
  keywords: (value, at) => [{ key: 'keywords', value: items(value, at), origin: at }],
  classifiers,
};

/** The keys this file turns into keys of `[project]`; links have a table of their own. */
export const METADATA_KEYS: readonly string[] = Object.keys(READERS);

/** The entries of `[project]` from `[tool.poetry]`, in the order they stand there. What `[project]` says already stays. */
export function readMetadata(context: MetadataContext): readonly TargetEntry[] {
  const table = tableAt(context.data, POETRY);
  const project = tableAt(context.data, ['project']);
  const missing: TargetEntry[] = [];
  if (project['name'] === undefined && table['name'] === undefined) {
    const name = nameFrom(context.folderName);
    context.remarks.note(POETRY, `The project has no name, which uv wants: it is called \`${name}\`, like its folder.`);
    missing.push({ key: 'name', value: name });
  }
  const said = Object.keys(table).filter((key) => METADATA_KEYS.includes(key) && project[key] === undefined);
  const entries = withLicenseFiles([...said.flatMap((key) => READERS[key]?.(table[key] as TomlData, [...POETRY, key], context) ?? []), ...standardLicense(context)], context);
  if (project['version'] === undefined && table['version'] === undefined && !context.isVersionDynamic) {
    context.remarks.note(POETRY, 'The project has no version, which uv wants: it gets `0.0.0`.');
    const name = entries.findIndex(({ key }) => key === 'name');
    return [...missing, ...entries.toSpliced(name + 1, 0, { key: 'version', value: '0.0.0' })];
  }
  return [...missing, ...entries];
}

/** The name of the project as it will be. */
export function projectNameOf(data: TomlTableData, folderName: string): string {
  const said = dataAt(data, ['project', 'name']) ?? dataAt(data, [...POETRY, 'name']);
  return typeof said === 'string' && isName(said) ? said : nameFrom(typeof said === 'string' ? said : folderName);
}

function projectName(value: string, at: TomlPath, remarks: Remarks): string {
  if (isName(value)) return value;
  const name = nameFrom(value);
  remarks.person(at, `\`${value}\` is not the name of a package (PEP 508): the project is called \`${name}\` now.`);
  return name;
}

function nameFrom(text: string): string {
  return text.trim().replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '') || 'project';
}

function versionEntry(value: TomlData, at: TomlPath, { isVersionDynamic, remarks }: MetadataContext): readonly TargetEntry[] {
  if (isVersionDynamic) return [];
  if (typeof value !== 'string') return wrongType(at, remarks);
  if (normaliseVersion(value) === undefined) {
    remarks.refuse(at, `\`${value}\` is not a version (PEP 440).`);
    return [];
  }
  return [{ key: 'version', value, origin: at }];
}

function people(value: TomlData, at: TomlPath): readonly TargetEntry[] {
  const key = String(at.at(-1));
  const persons = (isArrayData(value) ? value : []).flatMap((item, index) => {
    const person = typeof item === 'string' ? readPerson(item) : undefined;
    return person ? [{ value: { ...person }, origin: [...at, index] }] : [];
  });
  return persons.length === 0 ? [] : [{ key, value: { items: persons, origin: at }, origin: at }];
}

/** Names the license files beside the license: what Poetry packs by itself, uv_build has to be told. */
function withLicenseFiles(entries: readonly TargetEntry[], { data, licenseFiles, remarks }: MetadataContext): readonly TargetEntry[] {
  const there = tableAt(data, ['project']);
  if (licenseFiles.length === 0 || there['license-files'] !== undefined) return entries;
  if (isTableData(there['license'])) {
    const names = licenseFiles.map((name) => `\`${name}\``).join(', ');
    remarks.person(['project', 'license'], `uv_build packs ${names} only when \`license-files\` names ${licenseFiles.length > 1 ? 'them' : 'it'}, which may not stand beside a table: write \`license\` as an SPDX expression (PEP 639), and \`license-files\`.`);
    return entries;
  }
  const own = entries.find(({ key }) => key === 'license-files');
  const named = own && isArrayData(own.value as TomlData) ? (own.value as readonly string[]) : [];
  const entry: TargetEntry = { key: 'license-files', value: [...named, ...licenseFiles.filter((name) => !named.includes(name))], ...(own?.origin && { origin: own.origin }) };
  if (own) return entries.map((one) => (one === own ? entry : one));
  const place = entries.findIndex(({ key }) => key === 'license');
  return place < 0 ? [...entries, entry] : entries.toSpliced(place + 1, 0, entry);
}

function license(value: TomlData, at: TomlPath, { files, isPackage, remarks, data, licenseFiles }: MetadataContext): readonly TargetEntry[] {
  if (typeof value !== 'string') return wrongType(at, remarks);
  if (value.trim() === '') return [];
  const read = readLicense(value);
  if (read.kind === 'expression') return [{ key: 'license', value: read.expression, origin: at }];
  if (files.isFile(value)) return [{ key: 'license-files', value: [value], origin: at }];
  const hasFiles = dataAt(data, ['project', 'license-files']) !== undefined;
  if (!hasFiles && licenseFiles.length > 0) return [{ key: 'license', value: referenceFor(value, at, remarks), origin: at }];
  remarks.person(at, `The license \`${value}\` is no SPDX expression: ${hasFiles ? 'it is left out beside `license-files`' : 'it is given as text'}. ${isPackage ? 'Published packages should' : 'The project may'} name an SPDX identifier, or \`LicenseRef-…\` for a license of its own.`);
  return hasFiles ? [] : [{ key: 'license', value: { text: value }, origin: at }];
}

/** The `license` that `[project]` has already, where it is no SPDX expression (PEP 639): Poetry takes any text. */
function standardLicense({ data, isRebuilt, remarks }: MetadataContext): readonly TargetEntry[] {
  const at: TomlPath = ['project', 'license'];
  const said = dataAt(data, at);
  if (!isRebuilt || typeof said !== 'string') return [];
  const read = readLicense(said);
  if (read.kind === 'expression') {
    if (read.expression === said) return [];
    remarks.note(at, `\`${said}\` is \`${read.expression}\` as an SPDX expression (PEP 639), which build backends insist on.`);
    return [{ key: 'license', value: read.expression, origin: at }];
  }
  return [{ key: 'license', value: referenceFor(said, at, remarks), origin: at }];
}

/** A name for a license that SPDX has none for. */
function referenceFor(said: string, at: TomlPath, remarks: Remarks): string {
  const reference = `LicenseRef-${said.trim().replace(/[^A-Za-z0-9.]+/g, '-').replace(/^-+|-+$/g, '') || 'Unknown'}`;
  remarks.person(at, `The license \`${said}\` is no SPDX expression (PEP 639), which build backends insist on: it is called \`${reference}\` now. Name its SPDX identifier if it has one.`);
  return reference;
}

function readme(value: TomlData, at: TomlPath, { isPackage, remarks }: MetadataContext): readonly TargetEntry[] {
  if (typeof value === 'string') return value === '' ? [] : [{ key: 'readme', value, origin: at }];
  const files = isArrayData(value) ? value.filter((item) => typeof item === 'string') : [];
  const [first, ...others] = files;
  if (first === undefined) return [];
  if (others.length > 0 && isPackage) {
    remarks.refuse(at, `The readme of the package is made of several files (${files.map((file) => `\`${file}\``).join(', ')}), which \`[project]\` cannot say: join them.`);
    return [];
  }
  if (others.length > 0) remarks.note(at, `\`[project]\` names one readme file: it is \`${first}\`, and ${others.map((file) => `\`${file}\``).join(', ')} ${others.length > 1 ? 'are' : 'is'} no part of it any more.`);
  return [{ key: 'readme', value: first, origin: at }];
}

/** PEP 639: classifiers of licences and an SPDX expression exclude each other. */
function classifiers(value: TomlData, at: TomlPath, { data, remarks }: MetadataContext): readonly TargetEntry[] {
  const said = dataAt(data, ['project', 'license']) ?? dataAt(data, [...POETRY, 'license']);
  const isExpression = typeof said === 'string' && said.trim() !== '' && readLicense(said).kind === 'expression';
  const all = items(value, at);
  const kept = all.items.filter((item) => !(isExpression && typeof item.value === 'string' && item.value.startsWith('License ::')));
  if (kept.length < all.items.length) remarks.note(at, 'The classifiers of the license are left out, since `license` is an SPDX expression (PEP 639).');
  return kept.length === 0 ? [] : [{ key: 'classifiers', value: { ...all, items: kept }, origin: at }];
}

function items(value: TomlData, at: TomlPath): TargetArray {
  const texts = isArrayData(value) ? value : [value];
  return { items: texts.flatMap((item, index) => (typeof item === 'string' ? [{ value: item, origin: [...at, index] }] : [])), origin: at };
}

function wrongType(at: TomlPath, remarks: Remarks): readonly TargetEntry[] {
  remarks.refuse(at, `\`${at.join('.')}\` is not a text.`);
  return [];
}

/** `[project.urls]`: Poetry's three keys under their usual labels, and its own table, which wins. */
export function readLinks(data: TomlTableData): readonly TargetEntry[] {
  const table = tableAt(data, POETRY);
  const own = tableAt(table, ['urls']);
  const there = tableAt(data, ['project', 'urls']);
  const labels = [['homepage', 'Homepage'], ['repository', 'Repository'], ['documentation', 'Documentation']] as const;
  const known = (label: string): boolean => Object.keys(there).some((other) => other.toLowerCase() === label.toLowerCase());
  const named = labels.flatMap(([key, label]): TargetEntry[] => {
    const value = table[key];
    const isOverruled = Object.keys(own).some((other) => other.toLowerCase() === label.toLowerCase());
    return typeof value === 'string' && value !== '' && !isOverruled && !known(label) ? [{ key: label, value, origin: [...POETRY, key] }] : [];
  });
  const others = Object.keys(own).filter((label) => typeof own[label] === 'string' && !known(label));
  return [...named, ...others.map((label) => ({ key: label, value: own[label] as string, origin: [...POETRY, 'urls', label] }))];
}
