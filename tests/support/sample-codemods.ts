import { shippedStandards } from './standards.ts';

/** What `sampleCodemod` may say otherwise: source text for the value of a key, or `undefined` to leave the key out. */
export type Metadata = Readonly<Record<string, string | undefined>>;

/** The source of a small codemod. */
export function sampleCodemod(metadata: Metadata = {}, options = '  /** Boolean field that decides. */\n  field: string;'): string {
  const keys: Metadata = {
    id: "'shelf-labels'",
    title: "'Label every shelf'",
    why: '`\n    Readers find books by labels.\n    Shelves without one stay full.`',
    rules: "['framework/docs-url-gated']",
    safety: "'review'",
    options: "{ field: 'DEBUG' }",
    ...metadata,
  };
  return [
    "import { defineCodemod } from '#pystd';",
    '/** What may be set. */',
    'interface Options {',
    options,
    '}',
    'export default defineCodemod<Options>({',
    ...Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`  ${key}: ${value},`])),
    '  applies: () => true,',
    '  run() {},',
    '});',
    '',
  ].join('\n');
}

/** The shipped standards, one sample codemod and its example, by path. */
export function sampleSources(...changes: readonly (readonly [path: string, text: string | undefined])[]): ReadonlyMap<string, string> {
  const sources = new Map([...shippedStandards()].map(([name, text]) => [`codemods/standards/${name}`, text]));
  sources.set('codemods/shelf-labels/index.ts', sampleCodemod());
  sources.set('fixtures/shelf-labels/example/before/shop/shelf.py', 'SHELF = ["Emma"]\n');
  sources.set('fixtures/shelf-labels/example/after/shop/shelf.py', 'LABEL = "A"\nSHELF = ["Emma"]\n');
  sources.set('fixtures/shelf-labels/example/findings.txt', 'shop/shelf.py:1 review The shelf gets a label.\n');
  for (const [path, text] of changes) {
    if (text === undefined) sources.delete(path);
    else sources.set(path, text);
  }
  return sources;
}
