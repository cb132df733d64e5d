import { dataAt, isArrayData, isTableData, type TargetEntry, type TomlData, type TomlInput, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import type { Remarks } from '../remark.ts';
import type { Indexes } from './package-sources.ts';

/** What the settings of `poetry.toml` come to. */
export interface Settings {
  /** For `[tool.uv]`. */
  readonly entries: readonly TargetEntry[];
  /** More keys of indexes, by the index's name. */
  readonly indexes: ReadonlyMap<string, { readonly [key: string]: TomlInput }>;
}

/** How one setting is treated: entries for `[tool.uv]`, a sentence for a person, or nothing because uv does so anyway. */
type Translation = { readonly entries: readonly TargetEntry[] } | { readonly person: string } | 'nothing';

const RULES: readonly { readonly path: RegExp; readonly translate: (value: TomlData, name: string) => Translation }[] = [
  { path: /^virtualenvs\.in-project$/, translate: (value) => (value === true ? 'nothing' : { person: 'uv puts the environment into `.venv` beside `pyproject.toml`; `UV_PROJECT_ENVIRONMENT` names another place' }) },
  { path: /^virtualenvs\.create$/, translate: (value) => (value === true ? 'nothing' : { person: 'uv always uses an environment; to install into an existing one set `UV_PROJECT_ENVIRONMENT` to its prefix where the commands run' }) },
  { path: /^virtualenvs\.path$/, translate: () => ({ person: 'set `UV_PROJECT_ENVIRONMENT` for an environment at another place' }) },
  { path: /^virtualenvs\.prompt$/, translate: () => ({ person: 'use `uv venv --prompt` for another prompt' }) },
  { path: /^virtualenvs\.options\.system-site-packages$/, translate: (value) => (value === false ? 'nothing' : { person: 'make the environment with `uv venv --system-site-packages` before `uv sync`' }) },
  { path: /^virtualenvs\.options\.always-copy$/, translate: (value) => (value === false ? 'nothing' : { person: 'uv links the interpreter; `link-mode = "copy"` is about packages only' }) },
  { path: /^virtualenvs\.options\.no-(pip|setuptools)$/, translate: () => 'nothing' },
  { path: /^virtualenvs\.(prefer-active-python|use-poetry-python)$/, translate: () => ({ person: 'a `.python-version` file or `UV_PYTHON` chooses the interpreter' }) },
  { path: /^installer\.no-binary$/, translate: (value) => packageList(value, 'no-binary') },
  { path: /^installer\.only-binary$/, translate: (value) => packageList(value, 'no-build') },
  { path: /^installer\.(parallel|max-workers|modern-installation|re-resolve)$/, translate: (value) => (value === true ? 'nothing' : { person: '`UV_CONCURRENT_INSTALLS` and `UV_CONCURRENT_DOWNLOADS` limit what uv does at once' }) },
  { path: /^solver\.min-release-age$/, translate: (value) => (typeof value === 'number' && Number.isInteger(value) ? { entries: value > 0 ? [{ key: 'exclude-newer', value: `${value} days` }] : [] } : { person: '`tool.uv.exclude-newer` takes an age or a date' }) },
  { path: /^solver\.min-release-age-exclude$/, translate: (value) => (namesIn(value).length === 0 ? 'nothing' : { entries: [{ key: 'exclude-newer-package', value: Object.fromEntries(namesIn(value).map((name) => [name, false])) }] }) },
  { path: /^requests\.max-retries$/, translate: () => ({ person: 'set `UV_HTTP_RETRIES`' }) },
  { path: /^certificates\.[^.]+\.cert$/, translate: (value) => ({ person: value === false ? 'set `UV_INSECURE_HOST`' : 'set `SSL_CERT_FILE`, or `system-certs` for those of the system' }) },
  { path: /^certificates\./, translate: () => ({ person: 'set `SSL_CLIENT_CERT`' }) },
  { path: /^http-basic\./, translate: (_, name) => ({ person: `give the credentials as \`UV_INDEX_${environmentName(name)}_USERNAME\` and \`…_PASSWORD\`, and change them if they were committed` }) },
  { path: /^pypi-token\./, translate: () => ({ person: 'give the token as `UV_PUBLISH_TOKEN`, and change it if it was committed' }) },
  { path: /^repositories\.[^.]+\.url$/, translate: (value, name) => ({ person: `publish with \`uv publish --publish-url ${typeof value === 'string' ? value : '…'}\`, or set \`publish-url\` on an index called \`${name}\`` }) },
  { path: /^keyring\.enabled$/, translate: (value) => (value === true ? { entries: [{ key: 'keyring-provider', value: 'subprocess' }] } : 'nothing') },
  { path: /^(cache-dir|data-dir|system-git-client|experimental\..*|python\.installation-dir)$/, translate: () => ({ person: 'uv has environment variables of its own for this, such as `UV_CACHE_DIR`' }) },
];

/** Translates the settings of `poetry.toml` that uv keeps in `pyproject.toml`, and tells a person where each of the others goes. */
export function convertSettings(data: TomlTableData, known: Indexes, remarks: Remarks): Settings {
  const entries: TargetEntry[] = [...buildSettings(data)];
  const indexes = new Map<string, { readonly [key: string]: TomlInput }>();
  const say = (index: string, key: string, value: TomlInput): void => void indexes.set(index, { ...indexes.get(index), [key]: value });
  for (const { path, value } of leaves(data, [])) {
    if (path[0] === 'installer' && path[1] === 'build-config-settings') continue;
    const spelled = path.join('.');
    const named = indexSettings(path, value, known);
    if (named) {
      for (const { index, key, value: said } of named) {
        say(index, key, said);
        remarks.note(path, `\`${spelled}\` of \`poetry.toml\` is \`${key}\` of the index \`${index}\` now.`);
      }
      continue;
    }
    const rule = RULES.find((one) => one.path.test(spelled));
    const translated = rule?.translate(value, String(path[1] ?? '')) ?? { person: 'uv knows no such setting' };
    if (translated === 'nothing') continue;
    if ('person' in translated) remarks.person(path, `\`${spelled}\` of \`poetry.toml\` is not taken over: ${translated.person}.`);
    else {
      entries.push(...translated.entries);
      for (const { key } of translated.entries) remarks.note(path, `\`${spelled}\` of \`poetry.toml\` is \`tool.uv.${key}\` now.`);
    }
  }
  return { entries, indexes };
}

/** A setting that belongs to declared indexes: where to publish to, and which of them are exempt from the age that releases need. */
function indexSettings(path: TomlPath, value: TomlData, known: Indexes): readonly { readonly index: string; readonly key: string; readonly value: TomlInput }[] | undefined {
  const [table, name, key] = path;
  if (table === 'repositories' && key === 'url' && typeof value === 'string') {
    const index = known.named(String(name));
    return index === undefined ? undefined : [{ index, key: 'publish-url', value }];
  }
  if (table !== 'solver' || name !== 'min-release-age-exclude-source') return undefined;
  const plain = (url: string): string => url.replace(/\/+$/, '');
  const found = namesIn(value).map((source) => known.named(source) ?? known.list.find(({ index }) => plain(index.url) === plain(source))?.index.name);
  return found.every((index) => index !== undefined) ? found.map((index) => ({ index, key: 'exclude-newer', value: false })) : undefined;
}

/** `installer.build-config-settings.<package>`: options for the build backends of single packages. */
function buildSettings(data: TomlTableData): readonly TargetEntry[] {
  const table = dataAt(data, ['installer', 'build-config-settings']);
  if (!isTableData(table) || Object.keys(table).length === 0) return [];
  return [{ key: 'config-settings-package', value: table as { readonly [key: string]: TomlInput } }];
}

/** `true`, `":all:"`, `"a,b"` or a list of names. */
function packageList(value: TomlData, key: 'no-binary' | 'no-build'): Translation {
  const names = namesIn(value);
  if (value === true || names.includes(':all:')) return { entries: [{ key, value: true }] };
  const listed = names.filter((name) => name !== ':none:');
  return listed.length === 0 ? 'nothing' : { entries: [{ key: `${key}-package`, value: listed }] };
}

/** `"a,b"` or a list. */
function namesIn(value: TomlData): readonly string[] {
  const names = typeof value === 'string' ? value.split(',') : isArrayData(value) ? value.filter((name) => typeof name === 'string') : [];
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

function leaves(value: TomlData, path: TomlPath): readonly { readonly path: TomlPath; readonly value: TomlData }[] {
  if (!isTableData(value)) return [{ path, value }];
  return Object.keys(value).flatMap((key) => leaves(value[key] as TomlData, [...path, key]));
}

function environmentName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
