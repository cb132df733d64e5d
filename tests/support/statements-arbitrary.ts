import fc, { type Arbitrary } from 'fast-check';

/** What a body is made of. Names and comments get their numbers when the module is written. */
type Piece =
  | { readonly kind: 'blank'; readonly lines: number; readonly feed: boolean }
  /** A comment that an empty line parts from what follows; `margin` puts it at the start of the line. */
  | { readonly kind: 'comment'; readonly margin: boolean }
  | { readonly kind: 'row'; readonly above: number; readonly simple: readonly number[]; readonly behind: boolean; readonly semicolon: boolean }
  | { readonly kind: 'compound'; readonly above: number; readonly shape: number; readonly decorators: number; readonly header: boolean; readonly bodies: readonly (readonly Piece[])[]; readonly tail: boolean; readonly docstring: boolean }
  | { readonly kind: 'one-line'; readonly above: number; readonly shape: number; readonly simple: readonly number[]; readonly behind: boolean };

/** How a module is written. */
interface Manner {
  readonly indent: string;
  readonly ending: '\n' | '\r\n';
  readonly mark: boolean;
  readonly ended: boolean;
  readonly top: number;
}

/** A statement of a written module and what ought to go with it. */
export interface Known {
  /** Offset of the statement, of `def` or `class` behind decorators. */
  readonly at: number;
  /** The comments that belong to it, by their text. */
  readonly comments: readonly string[];
  readonly kind: 'simple' | 'compound' | 'docstring';
  /** Whether it is alone on its line or lines. */
  readonly alone: boolean;
  /** Whether it stands behind a colon. */
  readonly onHeader: boolean;
  /** Whether it is the first statement of the module. */
  readonly first: boolean;
}

/** A random module with everything known about its statements. */
export interface Written {
  readonly text: string;
  readonly statements: readonly Known[];
}

/** Simple statements with a name of their own; some go on over lines whose white space means something. */
const SIMPLE: readonly ((name: string) => string)[] = [
  (name) => `${name} = 1`,
  (name) => `${name}(a, b)`,
  (name) => `${name} = """a\n  b # no comment\n\n\tc\n      """`,
  (name) => `${name} = f"""{a}\n {b:>{w}}\n   {c!r}"""`,
  (name) => `${name} = (\n1,\n            2,\n  )`,
  (name) => `${name} = 1 + \\\n  2`,
  (name) => `${name} = 'a\\\n   b'`,
  (name) => `${name} = ("a"\n   "b" r"""\n c\\d""")`,
  (name) => `from ${name} import (a,\n    b as c)`,
  (name) => `import ${name}.a`,
  (name) => `${name}: int = {\n    'a': """\n  """,\n}`,
  (name) => `assert ${name}, """x\n"""`,
];

/** Headers of compound statements; those with several are clauses of one statement. */
const COMPOUND: readonly (readonly [first: string, ...more: string[]])[] = [
  ['def NAME(a, b=1):'],
  ['async def NAME(\n        a,\n    b):'],
  ['class NAME(A):'],
  ['if NAME:'],
  ['if NAME:', 'else:'],
  ['if NAME:', 'elif b:', 'else:'],
  ['for NAME in b:', 'else:'],
  ['while (NAME\n  and b):'],
  ['try:', 'except NAME:', 'finally:'],
  ['with NAME as b, c:'],
];

const DEFINITIONS = 3;

function piece(depth: number): Arbitrary<Piece> {
  const simple = fc.array(fc.nat({ max: SIMPLE.length - 1 }), { minLength: 1, maxLength: 3 });
  const one = fc.record({ kind: fc.constant('row' as const), above: fc.nat({ max: 2 }), simple: simple.map((all) => all.slice(0, 1)), behind: fc.boolean(), semicolon: fc.constant(false) });
  const row = fc.record({ kind: fc.constant('row' as const), above: fc.nat({ max: 1 }), simple, behind: fc.boolean(), semicolon: fc.boolean() });
  const blank = fc.record({ kind: fc.constant('blank' as const), lines: fc.integer({ min: 1, max: 3 }), feed: fc.boolean().map((feed) => feed && depth === 2) });
  const comment = fc.record({ kind: fc.constant('comment' as const), margin: fc.boolean() });
  const short = fc.record({ kind: fc.constant('one-line' as const), above: fc.nat({ max: 1 }), shape: fc.nat({ max: COMPOUND.length - 1 }), simple, behind: fc.boolean() });
  if (depth === 0) return fc.oneof({ weight: 5, arbitrary: one }, { weight: 2, arbitrary: row }, { weight: 2, arbitrary: blank }, comment, short);
  const compound = fc.record({
    kind: fc.constant('compound' as const),
    above: fc.nat({ max: 2 }),
    shape: fc.nat({ max: COMPOUND.length - 1 }),
    decorators: fc.nat({ max: 2 }),
    header: fc.boolean(),
    bodies: fc.array(fc.array(piece(depth - 1), { maxLength: 4 }), { minLength: 3, maxLength: 3 }),
    tail: fc.boolean(),
    docstring: fc.boolean(),
  });
  return fc.oneof({ weight: 3, arbitrary: one }, row, { weight: 3, arbitrary: blank }, comment, short, { weight: 4, arbitrary: compound });
}

const MANNER: Arbitrary<Manner> = fc.record({
  indent: fc.constantFrom('    ', '  ', '\t', '   '),
  ending: fc.constantFrom('\n' as const, '\n' as const, '\r\n' as const),
  mark: fc.boolean(),
  ended: fc.boolean(),
  top: fc.nat({ max: 2 }),
});

/** Random modules. */
export const modules: Arbitrary<Written> = fc.tuple(fc.array(piece(2), { minLength: 1, maxLength: 6 }), MANNER).map(([pieces, manner]) => write(pieces, manner, ''));

/** Random code at the margin, with `\n` and four spaces: statements and the comments that belong to them, no empty lines around. */
export const codes: Arbitrary<Written> = fc
  .array(piece(1).filter(({ kind }) => kind !== 'blank' && kind !== 'comment'), { minLength: 1, maxLength: 3 })
  .map((pieces) => write(pieces, { indent: '    ', ending: '\n', mark: false, ended: false, top: 0 }, 'n'));

/** Writes pieces down. `letter` keeps the names and comments of code apart from those of the module it goes into. */
function write(pieces: readonly Piece[], manner: Manner, letter: string): Written {
  const statements: Known[] = [];
  const owned: string[][] = [];
  let text = manner.mark ? '\uFEFF' : '';
  let count = 0;
  const name = (): string => `s${letter}${++count}`;
  const comment = (): string => {
    const words = `# c${letter}${++count};`;
    for (const owner of owned) owner.push(words);
    return words;
  };
  const line = (words: string): void => void (text += words.replaceAll('\n', manner.ending) + manner.ending);
  for (let index = 0; index < manner.top; index++) line(comment());
  /** Whether nothing but comments without an empty line stands above, which are then the file's. */
  const isTop = (): boolean => /^\uFEFF?(?:#[^\n]*\n)*$/.test(text);

  /** Comments above a statement, which are its own unless they touch the top of the file. */
  const aboveOf = (number: number, indent: string): readonly string[] => {
    const atTop = isTop();
    const words = Array.from({ length: number }, comment);
    for (const one of words) line(`${indent}${one}`);
    return atTop ? [] : words;
  };

  const writeSimple = (kinds: readonly number[], above: readonly string[], behind: boolean, semicolon: boolean, onHeader: boolean): void => {
    const alone = kinds.length === 1;
    const before = statements.length;
    kinds.forEach((kind, index) => {
      statements.push({ at: text.length, comments: alone && !onHeader ? [...above] : [], kind: 'simple', alone, onHeader, first: before === 0 && index === 0 });
      text += ((SIMPLE[kind] as (name: string) => string)(name()) + (index < kinds.length - 1 ? '; ' : semicolon ? ';' : '')).replaceAll('\n', manner.ending);
    });
    const words = behind ? comment() : undefined;
    const last = statements.at(-1);
    if (words && last && alone && !onHeader) statements[statements.length - 1] = { ...last, comments: [...last.comments, words] };
    line(words ? `  ${words}` : '');
  };

  const writeBody = (body: readonly Piece[], indent: string): void => {
    const start = statements.length;
    body.forEach((one, index) => writePiece(one, indent, body[index + 1] !== undefined));
    if (statements.length === start) {
      statements.push({ at: text.length + indent.length, comments: [], kind: 'simple', alone: true, onHeader: false, first: start === 0 });
      line(`${indent}${name()}()`);
    }
  };

  const writeCompound = (one: Extract<Piece, { kind: 'compound' | 'one-line' }>, indent: string): void => {
    const comments: string[] = [];
    const slot = statements.length;
    const first = slot === 0;
    comments.push(...aboveOf(one.above, indent));
    owned.push(comments);
    const [head, ...clauses] = COMPOUND[one.shape] as (typeof COMPOUND)[number];
    if (one.kind === 'compound' && one.shape < DEFINITIONS) {
      for (let index = 0; index < one.decorators; index++) line(`${indent}@${name()}(\n   1)${index === 0 ? `  ${comment()}\n${indent}${comment()}` : ''}`);
    }
    statements.push({ at: text.length + indent.length, comments: [], kind: 'compound', alone: true, onHeader: false, first });
    const inner = indent + manner.indent;
    if (one.kind === 'one-line') {
      text += `${indent}${head.replace('NAME', name()).replaceAll('\n', manner.ending)} `;
      // The comment behind is the last thing of the statement.
      writeSimple(one.simple, [], one.behind && clauses.length === 0, false, true);
      for (const clause of clauses) {
        text += `${indent}${clause.replace('NAME', name())} `;
        writeSimple([0], [], false, false, true);
      }
    } else {
      for (const [index, clause] of [head, ...clauses].entries()) {
        line(`${indent}${clause.replace('NAME', name())}${one.header ? `  ${comment()}` : ''}`);
        if (index === 0 && one.docstring && one.shape < DEFINITIONS) {
          statements.push({ at: text.length + inner.length, comments: [], kind: 'docstring', alone: true, onHeader: false, first: false });
          line(`${inner}"""Doc of\n\n  ${name()}.\n${inner}"""`);
        }
        writeBody(one.bodies[index] ?? [], inner);
      }
      if (one.tail) line(`\n${inner}${comment()}`);
    }
    owned.pop();
    statements[slot] = { ...(statements[slot] as Known), comments };
  };

  const writePiece = (one: Piece, indent: string, isFollowed: boolean): void => {
    if (one.kind === 'blank') {
      for (let index = 0; index < one.lines; index++) line(one.feed && index === 0 ? '\f' : '');
    } else if (one.kind === 'comment') {
      // At the end of a body a comment at the margin would stand outside of it.
      line(`${one.margin && isFollowed ? '' : indent}${comment()}\n`);
      if (one.margin && isFollowed) {
        statements.push({ at: text.length + indent.length, comments: [], kind: 'simple', alone: true, onHeader: false, first: statements.length === 0 });
        line(`${indent}${name()}()`);
      }
    } else if (one.kind === 'row') {
      const above = aboveOf(one.above, indent);
      text += indent;
      writeSimple(one.simple, above, one.behind, one.semicolon, false);
    } else writeCompound(one, indent);
  };

  writeBody(pieces, '');
  return { text: manner.ended ? text : text.replace(/[\r\n]+$/, ''), statements };
}
