import fc from 'fast-check';

/** A constraint in Poetry's grammar, with the releases it lets in told by hand. */
export interface Constraint {
  readonly text: string;
  readonly allows: (release: readonly number[]) => boolean;
}

/** A dependency as a person means it. */
export interface Dependency {
  readonly name: string;
  readonly constraint: Constraint;
  readonly extras: readonly string[];
  readonly optional: boolean;
  /** `python = …`, and the minor versions of Python 3 it means. */
  readonly python: { readonly text: string; readonly minors: readonly number[] } | undefined;
  readonly platform: string | undefined;
  readonly origin: { readonly kind: 'git' | 'path' | 'url' | 'source'; readonly text: string } | undefined;
}

/** A Poetry project as a person means it. */
export interface Model {
  readonly main: readonly Dependency[];
  readonly groups: readonly { readonly name: string; readonly optional: boolean; readonly dependencies: readonly Dependency[] }[];
  readonly extras: readonly { readonly name: string; readonly members: readonly string[] }[];
  readonly isApplication: boolean;
  readonly style: { readonly comments: boolean; readonly crlf: boolean; readonly literal: boolean; readonly tables: boolean; readonly bom: boolean };
}

/** The minor versions of Python 3 that markers are asked about. */
export const MINORS = [8, 9, 10, 11, 12, 13] as const;

const compare = (a: readonly number[], b: readonly number[]): number => {
  for (let index = 0; index < Math.max(a.length, b.length); index++) if ((a[index] ?? 0) !== (b[index] ?? 0)) return (a[index] ?? 0) - (b[index] ?? 0);
  return 0;
};
const between = (low: readonly number[], high: readonly number[]) => (release: readonly number[]): boolean => compare(release, low) >= 0 && compare(release, high) < 0;

const part = fc.integer({ min: 0, max: 4 });
const constraint: fc.Arbitrary<Constraint> = fc.oneof(
  fc.constant({ text: '*', allows: () => true }),
  fc.tuple(fc.integer({ min: 1, max: 4 }), part).map(([a, b]) => ({ text: `^${a}.${b}`, allows: between([a, b], [a + 1]) })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), part).map(([b, c]) => ({ text: `^0.${b}.${c}`, allows: between([0, b, c], [0, b + 1]) })),
  fc.tuple(part, part, part).map(([a, b, c]) => ({ text: `~${a}.${b}.${c}`, allows: between([a, b, c], [a, b + 1]) })),
  fc.tuple(part, part, part).map(([a, b, c]) => ({ text: `${a}.${b}.${c}`, allows: (release: readonly number[]) => compare(release, [a, b, c]) === 0 })),
  fc.tuple(part, part).map(([a, b]) => ({ text: `${a}.${b}.*`, allows: between([a, b], [a, b + 1]) })),
  fc.tuple(part, part).map(([a, b]) => ({ text: `>=${a}.${b} <${a + 2}`, allows: between([a, b], [a + 2]) })),
  fc.tuple(part, part).map(([a, b]) => ({ text: `>=${a}, !=${a}.${b}.0`, allows: (release: readonly number[]) => compare(release, [a]) >= 0 && compare(release, [a, b, 0]) !== 0 })),
  fc.integer({ min: 1, max: 3 }).map((a) => ({ text: `^${a} || ^${a + 1}.0`, allows: between([a], [a + 2]) })),
);

const python = fc.oneof(
  fc.constantFrom(...MINORS).map((minor) => ({ text: `>=3.${minor}`, minors: MINORS.filter((one) => one >= minor) })),
  fc.constantFrom(...MINORS).map((minor) => ({ text: `<3.${minor}`, minors: MINORS.filter((one) => one < minor) })),
  fc.constantFrom(...MINORS).map((minor) => ({ text: `~3.${minor}`, minors: [minor] })),
  fc.tuple(fc.constantFrom(...MINORS), fc.constantFrom(...MINORS)).map(([a, b]) => ({ text: `~3.${a} || 3.${b}.*`, minors: [a, b] })),
);

const origin = fc.constantFrom(
  { kind: 'git', text: 'git = "git@git.example:press/book.git", tag = "v1"' },
  { kind: 'git', text: 'git = "https://git.example/press/book.git", rev = "abc", subdirectory = "py"' },
  { kind: 'path', text: 'path = "../book", develop = true' },
  { kind: 'path', text: 'file = "wheels/book-1.0-py3-none-any.whl"' },
  { kind: 'url', text: 'url = "https://files.example/book-1.0.tar.gz"' },
  { kind: 'source', text: 'source = "press"' },
) as fc.Arbitrary<Dependency['origin']>;

function dependency(name: string): fc.Arbitrary<Dependency> {
  return fc.record({
    name: fc.constant(name),
    constraint,
    extras: fc.subarray(['all', 'speed']),
    optional: fc.boolean(),
    python: fc.option(python, { nil: undefined, freq: 3 }),
    platform: fc.option(fc.constantFrom('linux', 'win32'), { nil: undefined, freq: 5 }),
    origin: fc.option(origin, { nil: undefined, freq: 4 }),
  });
}

const NAMES = ['paper', 'ink-well', 'Book_Binder', 'shelf.rs', 'till', 'ledger'] as const;
const list = (names: readonly string[]): fc.Arbitrary<readonly Dependency[]> => fc.subarray([...names]).chain((some) => fc.tuple(...some.map(dependency)));

/** Projects that Poetry takes. */
export const projects: fc.Arbitrary<Model> = fc.record({
  main: list(NAMES),
  groups: fc.subarray(['dev', 'test', 'docs-all']).chain((names) => fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), optional: fc.boolean(), dependencies: list(['pytest', 'sphinx', 'mypy']) })))),
  extras: fc.uniqueArray(fc.record({ name: fc.constantFrom('all', 'print', 'web_shop'), members: fc.subarray([...NAMES], { minLength: 1 }) }), { selector: ({ name }) => name }),
  isApplication: fc.boolean(),
  style: fc.record({ comments: fc.boolean(), crlf: fc.boolean(), literal: fc.boolean(), tables: fc.boolean(), bom: fc.boolean() }),
});

/** The manifest of a project, in its style. */
export function manifestOf({ main, groups, extras, isApplication, style }: Model): string {
  const note = (text: string): string => (style.comments ? `# about ${text}\n` : '');
  const entry = (at: string) => (one: Dependency): string => {
    const fields = [
      ...(one.constraint.text === '*' && one.origin ? [] : [`version = "${one.constraint.text}"`]),
      ...(one.extras.length > 0 ? [`extras = [${one.extras.map((extra) => `"${extra}"`).join(', ')}]`] : []),
      ...(one.optional ? ['optional = true'] : []),
      ...(one.python ? [`python = "${one.python.text}"`] : []),
      ...(one.platform ? [`platform = "${one.platform}"`] : []),
      ...(one.origin ? [one.origin.text] : []),
    ];
    const key = one.name.includes('.') ? `"${one.name}"` : one.name;
    if (fields.length === 1 && fields[0]?.startsWith('version')) return `${note(one.name)}${key} = "${one.constraint.text}"${style.comments ? ` # of ${one.name}` : ''}\n`;
    if (style.tables) return `\n${note(one.name)}[${at}.${key}]\n${fields.map((field) => field.split(/, (?=[a-z]+ = )/).join('\n')).join('\n')}\n`;
    return `${note(one.name)}${key} = { ${fields.join(', ')} }\n`;
  };
  // Tables of their own come last, or they would take the plain entries in.
  const entries = (at: string, all: readonly Dependency[]): string => all.map(entry(at)).toSorted((a, b) => Number(a.startsWith('\n')) - Number(b.startsWith('\n'))).join('');
  const text = [
    `[tool.poetry]\nname = "bookshop"\nversion = "1.0"\ndescription = ""\nauthors = ["Ada <ada@bookshop.example>"]\n${isApplication ? 'package-mode = false\n' : ''}`,
    `[tool.poetry.dependencies]\npython = "^3.8"\n${entries('tool.poetry.dependencies', main)}`,
    ...(extras.length > 0 ? [`[tool.poetry.extras]\n${extras.map(({ name, members }) => `${name} = [${members.map((member) => `"${member.toLowerCase()}"`).join(', ')}]\n`).join('')}`] : []),
    ...groups.map(({ name, optional, dependencies }) => `${optional ? `[tool.poetry.group.${name}]\noptional = true\n\n` : ''}${note(name)}[tool.poetry.group.${name}.dependencies]\n${entries(`tool.poetry.group.${name}.dependencies`, dependencies.map((one) => ({ ...one, optional: false })))}`),
    '[[tool.poetry.source]]\nname = "press"\nurl = "https://press.example/simple/"\npriority = "explicit"\n',
    '[tool.other]\na = 1\n',
    '[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n',
  ].join('\n');
  const quoted = style.literal ? text.replaceAll('"', "'") : text;
  return `${style.bom ? '\ufeff' : ''}${style.crlf ? quoted.replaceAll('\n', '\r\n') : quoted}`;
}

/** Tables with keys that Poetry knows, and values of all kinds. */
export const nonsense: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.constantFrom('', '*', '^1', '>=', 'MIT', 'a <b', '1.0', '../x', 'bookshop', '^3.8 ||', '==x'), fc.boolean(), fc.integer({ min: -1, max: 9 }), fc.array(tie('value'), { maxLength: 3 }), tie('table')),
  table: fc.dictionary(
    fc.constantFrom(
      'name', 'version', 'description', 'authors', 'license', 'readme', 'classifiers', 'keywords', 'urls', 'homepage', 'packages', 'include', 'exclude', 'build', 'scripts', 'plugins', 'dependencies',
      'dev-dependencies', 'group', 'extras', 'source', 'package-mode', 'requires-plugins', 'build-constraints', 'requires-poetry', 'python', 'Paper', 'paper', 'optional', 'markers', 'path', 'git', 'url',
      'include-groups', 'priority', 'main', 'dev', 'from', 'to', 'format', 'reference', 'callable', 'type', '', 'a b', '__proto__', 'constructor',
    ),
    tie('value'),
    { maxKeys: 6 },
  ),
}))['table'] as fc.Arbitrary<Readonly<Record<string, unknown>>>;
