import { isPublicIndex, PUBLIC_INDEX_NAME, PUBLIC_INDEX_URL } from '../uv/public-index.ts';
import type { UvIndex } from '../uv/package-index.ts';
import type { NewValue } from '../uv/new-project.ts';
import type { PipOption } from './options.ts';

/** An option with what is to be said about it. */
export interface PlacedOption<P> extends PipOption {
  readonly at: P;
}

/** What the options of requirements files are in `[tool.uv]`. */
export interface FileSettings<P> {
  readonly indexes: readonly UvIndex[];
  readonly settings: readonly (readonly [string, NewValue])[];
  readonly notes: readonly { readonly at: P; readonly message: string }[];
  /** What a person has to do beside. */
  readonly persons: readonly { readonly at: P; readonly message: string }[];
  readonly refusals: readonly { readonly at: P; readonly message: string }[];
}

/**
 * `--index-url` is the default index of uv, asked last; `--extra-index-url` and `--find-links` come before it in the order they are given. pip looks
 * everywhere and takes the highest version, uv takes the first index that has the name.
 */
export function settingsOf<P>(options: readonly PlacedOption<P>[]): FileSettings<P> {
  const found = { indexes: [] as UvIndex[], settings: new Map<string, NewValue>(), notes: [] as { at: P; message: string }[], persons: [] as { at: P; message: string }[], refusals: [] as { at: P; message: string }[] };
  const add = (key: string, values: readonly string[]): void => void found.settings.set(key, [...new Set([...((found.settings.get(key) as readonly string[] | undefined) ?? []), ...values])]);
  const addIndex = ({ value = '', at }: PlacedOption<P>, kind: 'default' | 'extra' | 'flat'): void => {
    const url = readUrl(value, at, found);
    if (url === undefined || (kind === 'default' && isPublicIndex(url))) return;
    if (found.indexes.some((index) => index.url === url)) return;
    const name = isPublicIndex(url) ? PUBLIC_INDEX_NAME : nameOf(url, found.indexes);
    if (url !== value) found.persons.push({ at, message: `The URL of the package index \`${name}\` holds credentials, which stay out of \`pyproject.toml\`: give them as \`UV_INDEX_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}_USERNAME\` and \`…_PASSWORD\`.` });
    found.indexes.push({ name, url, ...(kind === 'flat' && { format: 'flat' as const }), ...(kind === 'default' && { default: true as const }) });
  };
  for (const option of options) {
    const { name, value = '', at } = option;
    switch (name) {
      case '--index-url':
      case '--pypi-url':
        addIndex(option, 'default');
        break;
      case '--extra-index-url':
        addIndex(option, 'extra');
        break;
      case '--find-links':
        addIndex(option, 'flat');
        break;
      case '--trusted-host':
        add('allow-insecure-host', [value]);
        break;
      case '--pre':
        found.settings.set('prerelease', 'allow');
        break;
      case '--no-index':
        found.settings.set('no-index', true);
        break;
      case '--no-binary':
        if (value === ':all:') found.settings.set('no-binary', true);
        else add('no-binary-package', value.split(','));
        break;
      case '--only-binary':
        if (value === ':all:') found.settings.set('no-build', true);
        else add('no-build-package', value.split(','));
        break;
      case '--require-hashes':
      case '--prefer-binary':
      case '--use-pep517':
      case '--use-feature':
        found.notes.push({ at, message: `\`${name}\` goes: ${name === '--require-hashes' ? 'uv.lock holds the hashes of everything' : 'uv does so without being told, or knows nothing of the kind'}.` });
        break;
      default:
        found.refusals.push({ at, message: `\`${name}\` has no equal in uv.` });
    }
  }
  return { ...found, indexes: inOrder(found.indexes), settings: [...found.settings] };
}

/** The default one last, as uv asks it last; with others and without a default, the public index is asked after them anyway. */
function inOrder(indexes: readonly UvIndex[]): readonly UvIndex[] {
  return [...indexes.filter((index) => index.default !== true), ...indexes.filter((index) => index.default === true)].filter((index) => index.url !== PUBLIC_INDEX_URL || index.default === true || indexes.some((other) => other.default === true));
}

function readUrl<P>(value: string, at: P, found: { readonly refusals: { at: P; message: string }[] }): string | undefined {
  const open = value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1').replace(/^file:\/\/(?=\.)/, '');
  if (/\$\{?\w/.test(open) || open === '') {
    found.refusals.push({ at, message: `The address \`${value}\` holds a variable, which \`[[tool.uv.index]]\` does not fill in.` });
    return undefined;
  }
  return open;
}

/** A name for an index, from its host: `wheels` for `https://wheels.example.com/simple`. */
function nameOf(url: string, others: readonly UvIndex[]): string {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:]+)/i.exec(url)?.[1] ?? 'local';
  const labels = host.split('.').filter((label) => !/^(?:www|com|org|net|io|dev|local)$/.test(label));
  const base = (labels.length > 1 && /^(?:pypi|packages|pkgs|download|artifactory|nexus|repo)$/.test(labels[0] ?? '') ? labels.slice(0, 2).join('-') : labels[0] ?? host).toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(?:.*\/)?([A-Za-z0-9_-]+)\/?$/i.exec(url)?.[1];
  const names = [base, ...(path === undefined || path === 'simple' ? [] : [`${base}-${path.toLowerCase()}`]), ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${base}-${number}`)];
  return names.find((name) => name !== PUBLIC_INDEX_NAME && !others.some((other) => other.name === name)) ?? base;
}
