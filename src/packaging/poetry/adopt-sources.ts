import { dataAt, isArrayData, isTableData, type TargetTable, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { isPublicIndex } from '../uv/public-index.ts';
import type { Remarks } from '../remark.ts';

/** One `[[tool.poetry.source]]`. The public index has no URL of its own there. */
interface PoetrySource {
  readonly name: string;
  readonly url: string | undefined;
  readonly priority: 'primary' | 'supplemental' | 'explicit';
  readonly at: TomlPath | undefined;
}

/** The package sources of a project, and what the names of its indexes have become. */
export interface PackageSources {
  readonly tables: readonly TargetTable[];
  /** The source an index of this name has become; `undefined` for a name nobody declared. */
  named(index: string): string | undefined;
  /** The names that Poetry does not take as they are, and what they are now. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Poetry's name of the public index; another source must not be called so. */
const PYPI = 'PyPI';
const UV: TomlPath = ['tool', 'uv'];
const INDEX: TomlPath = [...UV, 'index'];

interface Index {
  readonly name: string;
  readonly spelled: string | undefined;
  readonly url: string;
  readonly isDefault: boolean;
  readonly isExplicit: boolean;
  readonly isPublic: boolean;
  readonly at: TomlPath | undefined;
}

/**
 * uv's indexes as Poetry's sources, asked in the same order. uv takes a package from the first index that has it: those listed, then the default
 * one, which is the public index when none is named. Poetry asks its primary source first and each supplemental one only when nothing was found
 * before, so the first becomes primary and the others supplemental.
 */
export function adoptSources(data: TomlTableData, remarks: Remarks): PackageSources {
  const declared = [...listed(data, remarks), ...legacy(data)];
  const asked = [...declared.filter(({ isDefault, isExplicit }) => !isDefault && !isExplicit), ...declared.filter(({ isDefault, isExplicit }) => isDefault && !isExplicit)];
  const usesPublic = !asked.some(({ isDefault }) => isDefault);
  if (usesPublic && !asked.some(({ isPublic }) => isPublic)) asked.push(PUBLIC);
  // An explicit source of this name would take the public index out of all other searches.
  const explicit = declared.filter((index) => index.isExplicit && !(index.isPublic && asked.some(({ isPublic }) => isPublic)));
  const isImplicit = asked.length === 1 && asked[0]?.isPublic === true && !declared.some(({ isPublic }) => isPublic);
  const sources: readonly PoetrySource[] = [
    ...(isImplicit ? [] : asked.map((index, position) => source(index, position === 0 ? 'primary' : 'supplemental'))),
    ...explicit.map((index) => source(index, 'explicit')),
  ];
  const twice = sources.find(({ name }, position) => sources.slice(0, position).some((other) => other.name.toLowerCase() === name.toLowerCase()));
  if (twice) remarks.refuse(twice.at ?? INDEX, `Two indexes would be called \`${twice.name}\` in Poetry.`);
  if (sources.filter(({ priority }) => priority !== 'explicit').length > 1) tellOrder(asked, remarks);
  return {
    tables: sources.map(({ name, url, priority, at }, position) => ({
      path: ['tool', 'poetry', 'source', position],
      origin: at?.length === INDEX.length + 1 ? at : undefined,
      entries: [{ key: 'name', value: name }, ...(url === undefined ? [] : [{ key: 'url', value: url }]), { key: 'priority', value: priority }],
    })),
    named: (index) => declared.find(({ spelled }) => spelled === index)?.name,
    renamed: new Map(declared.flatMap(({ name, spelled }) => (spelled === undefined || name === spelled || name === PYPI ? [] : [[spelled, name] as const]))),
  };
}

const PUBLIC: Index = { name: PYPI, spelled: undefined, url: '', isDefault: false, isExplicit: false, isPublic: true, at: undefined };

function source({ name, url, isPublic, at }: Index, priority: PoetrySource['priority']): PoetrySource {
  return { name, url: isPublic ? undefined : url, priority, at };
}

/** What `[[tool.uv.index]]` says. */
function listed(data: TomlTableData, remarks: Remarks): readonly Index[] {
  const list = dataAt(data, INDEX);
  return (isArrayData(list) ? list : []).flatMap((item, position) => readIndex(item, [...INDEX, position], remarks) ?? []);
}

const KNOWN: ReadonlySet<string> = new Set(['name', 'url', 'default', 'explicit', 'format', 'authenticate', 'cache-control', 'publish-url', 'ignore-error-codes']);

function readIndex(item: TomlData, at: TomlPath, remarks: Remarks): Index | undefined {
  const url = isTableData(item) ? textAt(item, ['url']) : undefined;
  if (!isTableData(item) || url === undefined) {
    remarks.refuse(at, 'The index has no URL.');
    return undefined;
  }
  const spelled = textAt(item, ['name']);
  const isPublic = isPublicIndex(url);
  const name = isPublic ? PYPI : nameOf(spelled, at);
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) remarks.refuse([...at, 'url'], `The index \`${name}\` is a folder, which Poetry does not take as a source.`);
  if (item['format'] === 'flat' && !/\.html?$/i.test(url.replace(/[?#].*$/, ''))) remarks.refuse([...at, 'format'], `The index \`${name}\` is a flat list of files at \`${url}\`: Poetry reads such a page only when its name ends in \`.html\`.`);
  const odd = Object.keys(item).find((key) => !KNOWN.has(key));
  if (odd !== undefined) remarks.refuse([...at, odd], `It is not known what \`${odd}\` of the index \`${name}\` is in Poetry.`);
  if (item['publish-url'] !== undefined) remarks.person([...at, 'publish-url'], `Poetry publishes to a repository by its settings: run \`poetry config repositories.${name} ${String(item['publish-url'])}\` where it is published.`);
  if (!isPublic && spelled !== undefined && name !== spelled) remarks.note([...at, 'name'], `The index \`${spelled}\` is called \`${name}\` now, since Poetry calls the public index PyPI.`);
  return { name, spelled, url, isDefault: item['default'] === true, isExplicit: item['explicit'] === true, isPublic, at };
}

/** Poetry's sources all have a name, and none but the public one is called so. */
function nameOf(spelled: string | undefined, at: TomlPath): string {
  if (spelled === undefined) return `index-${Number(at.at(-1)) + 1}`;
  return spelled.toLowerCase() === PYPI.toLowerCase() ? 'pypi-mirror' : spelled;
}

/** `index-url` and `extra-index-url`, the older spelling: the extra ones are asked first. */
function legacy(data: TomlTableData): readonly Index[] {
  const uv = tableAt(data, UV);
  const make = (url: string, name: string, isDefault: boolean, key: string): Index => {
    const isPublic = isPublicIndex(url);
    return { name: isPublic ? PYPI : name, spelled: undefined, url, isDefault, isExplicit: false, isPublic, at: [...UV, key] };
  };
  const extra = textsOf(uv['extra-index-url']).map((url, position) => make(url, `extra-${position + 1}`, false, 'extra-index-url'));
  return typeof uv['index-url'] === 'string' ? [...extra, make(uv['index-url'], 'default', true, 'index-url')] : extra;
}

function tellOrder(asked: readonly Index[], remarks: Remarks): void {
  const names = asked.map(({ name }) => `\`${name}\``).join(', ');
  remarks.note(INDEX, `Poetry asks ${names} in this order, and goes on to the next one also when no version fits; uv stopped at the first index that had the name at all. Name a \`source\` where that matters.`);
}
