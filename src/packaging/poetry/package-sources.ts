import { isArrayData, isTableData, type TomlData, type TomlPath } from '../../formats/toml/index.ts';
import { isPublicIndex, PUBLIC_INDEX_NAME, PUBLIC_INDEX_URL } from '../uv/public-index.ts';
import type { UvIndex } from '../uv/package-index.ts';
import type { Remarks } from '../remark.ts';

export type { UvIndex } from '../uv/package-index.ts';

/** The indexes of a project, and what the names of Poetry's sources have become. */
export interface Indexes {
  readonly list: readonly { readonly index: UvIndex; readonly at: TomlPath | undefined }[];
  /** The index for the name of a source, however it is capitalised; `undefined` for a name nobody declared. */
  named(source: string): string | undefined;
  /** The names that uv does not take, and what they are now. */
  readonly renamed: ReadonlyMap<string, string>;
}

type Priority = 'default' | 'primary' | 'supplemental' | 'explicit';

interface Source {
  /** As uv takes it. */
  readonly name: string;
  /** As the Poetry project spells it. */
  readonly spelled: string;
  readonly url: string;
  readonly priority: Priority;
  readonly isPublic: boolean;
  readonly at: TomlPath | undefined;
}

/**
 * Poetry's package sources as uv's indexes, asked in the same order. Poetry: the primary ones (or the public index when there is none), then the
 * supplemental ones; explicit ones only where a dependency names them. uv: as listed, the one marked `default` last, and the public index after
 * all when none is.
 * @param needsPublic whether some dependency names the public index as its source
 * @param major Poetry 1 went on asking the public index after the primary ones; Poetry 2 does not
 */
export function convertSources(data: TomlData | undefined, at: TomlPath, needsPublic: boolean, major: 1 | 2 | undefined, remarks: Remarks): Indexes {
  const declared = (isArrayData(data) ? data : []).flatMap((item, index) => readSource(item, [...at, index], remarks) ?? []);
  const asked = inOrder(declared, major);
  const explicit = declared.filter(({ priority }) => priority === 'explicit');
  // A dependency may name the public index only where it is declared.
  if (needsPublic && ![...asked, ...explicit].some(({ isPublic }) => isPublic)) explicit.push({ ...PUBLIC, priority: 'explicit' });
  const list = [
    ...written(asked, needsPublic),
    ...explicit.map(({ name, url, at: place }) => ({ at: place, index: { name, url, ...flatOf(url), explicit: true as const } })),
  ];
  const twice = list.find(({ index }, position) => list.slice(0, position).some((other) => other.index.name.toLowerCase() === index.name.toLowerCase()));
  if (twice) remarks.refuse(twice.at ?? at, `Two package sources are called \`${twice.index.name}\`, which uv does not allow.`);
  explainOrder(asked, at, remarks);
  return { list: fileOrder(list), named: (source) => nameIn(list, declared, source), renamed: new Map(declared.filter(({ name, spelled }) => name !== spelled).map(({ name, spelled }) => [spelled, name])) };
}

/** The name of the index that a source has become. */
function nameIn(list: readonly { readonly index: UvIndex }[], declared: readonly Source[], source: string): string | undefined {
  const key = source.toLowerCase();
  const known = declared.find(({ spelled }) => spelled.toLowerCase() === key)?.name ?? (key === PUBLIC_INDEX_NAME ? PUBLIC_INDEX_NAME : undefined);
  return list.find(({ index }) => index.name === known || (key === PUBLIC_INDEX_NAME && isPublicIndex(index.url)))?.index.name;
}

function readSource(item: TomlData, at: TomlPath, remarks: Remarks): Source | undefined {
  const name = isTableData(item) ? item['name'] : undefined;
  if (!isTableData(item) || typeof name !== 'string' || name === '') {
    remarks.refuse(at, 'The package source has no name.');
    return undefined;
  }
  const priority = priorityOf(item);
  if (priority === undefined) {
    remarks.refuse([...at, 'priority'], `The package source \`${name}\` has an unknown priority.`);
    return undefined;
  }
  const url = typeof item['url'] === 'string' ? item['url'] : name.toLowerCase() === PUBLIC_INDEX_NAME ? PUBLIC_INDEX_URL : undefined;
  if (url === undefined) {
    remarks.refuse(at, `The package source \`${name}\` has no URL.`);
    return undefined;
  }
  const open = withoutCredentials(url);
  const indexName = indexNameOf(name);
  if (open !== url) {
    remarks.person([...at, 'url'], `The URL of the package source \`${name}\` holds credentials, which stay out of \`pyproject.toml\`: change them, and give them as \`UV_INDEX_${environmentName(indexName)}_USERNAME\` and \`…_PASSWORD\`.`);
  }
  if (indexName !== name) remarks.note([...at, 'name'], `The package source \`${name}\` is called \`${indexName}\` in uv, also in the names of its environment variables (\`UV_INDEX_${environmentName(indexName)}_…\`).`);
  return { name: indexName, spelled: name, url: open, priority, isPublic: isPublicIndex(open), at };
}

/** The priority of a source, also in the spelling of Poetry before 1.5 (`default = true`, `secondary = true`). */
function priorityOf(item: { readonly [key: string]: TomlData }): Priority | undefined {
  const said = item['priority'];
  if (said === undefined) return item['default'] === true ? 'default' : item['secondary'] === true ? 'supplemental' : 'primary';
  const word = typeof said === 'string' ? said.toLowerCase() : '';
  if (word === 'secondary') return 'supplemental';
  return (['default', 'primary', 'supplemental', 'explicit'] as const).find((known) => known === word);
}

const PUBLIC: Source = { name: PUBLIC_INDEX_NAME, spelled: PUBLIC_INDEX_NAME, url: PUBLIC_INDEX_URL, priority: 'primary', isPublic: true, at: undefined };

/** The sources that are asked for every package, in Poetry's order. */
function inOrder(declared: readonly Source[], major: 1 | 2 | undefined): readonly Source[] {
  const of = (priority: Priority): Source[] => declared.filter((source) => source.priority === priority);
  const main = [...of('default'), ...of('primary')];
  const rest = of('supplemental');
  const isDeclared = declared.some(({ isPublic }) => isPublic);
  if (main.length === 0) return rest.some(({ isPublic }) => isPublic) ? rest : [PUBLIC, ...rest];
  return major === 1 && of('default').length === 0 && !isDeclared ? [...main, PUBLIC, ...rest] : [...main, ...rest];
}

/**
 * The indexes as uv wants them: the last one is marked when it is the public one, or keeps it out. Where the public index would come last anyway,
 * it is not mentioned unless a dependency names it.
 */
function written(asked: readonly Source[], needsPublic: boolean): { readonly at: TomlPath | undefined; readonly index: UvIndex }[] {
  const last = asked.at(-1);
  const needless = last?.isPublic === true && !needsPublic && (asked.length === 1 || last.at === undefined);
  const kept = needless ? asked.slice(0, -1) : asked;
  const marked = needless ? undefined : last?.isPublic === true || !asked.some(({ isPublic }) => isPublic) ? last : undefined;
  return kept.map((source) => ({ at: source.at, index: { name: source.name, url: source.url, ...flatOf(source.url), ...(source === marked && { default: true as const }) } }));
}

function explainOrder(asked: readonly Source[], at: TomlPath, remarks: Remarks): void {
  if (asked.length < 2) return;
  const names = asked.map(({ name }) => `\`${name}\``).join(', ');
  remarks.note(at, `uv asks ${names} in this order and takes a package from the first index that has its name at all; Poetry went on to the next one when no version fitted. Name the index in \`[tool.uv.sources]\` where that matters.`);
}

/** The order of the file where it says the same; what is new stands where the order asks for it. */
function fileOrder<T extends { readonly at: TomlPath | undefined; readonly index: UvIndex }>(list: readonly T[]): readonly T[] {
  const place = ({ at }: T): number => Number(at?.at(-1) ?? -1);
  const sorted = [...list].sort((a, b) => place(a) - place(b));
  const ordered = (items: readonly T[]): string => items.filter(({ index }) => index.explicit !== true).map(({ index }) => index.name).join('\0');
  return ordered(sorted) === ordered(list) ? sorted : list;
}

/** A page with links instead of a simple API: Poetry tells them by their ending. */
function flatOf(url: string): { readonly format?: 'flat' } {
  return /\.html?$/i.test(url.replace(/[?#].*$/, '')) ? { format: 'flat' } : {};
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/** uv takes letters, digits, `-`, `_` and `.` of ASCII. */
function indexNameOf(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '') || 'index';
}

/** As uv and Poetry both spell a name in environment variables. */
function environmentName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
