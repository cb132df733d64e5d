import fc from 'fast-check';

/** `#§` in a generated document; each becomes a comment that occurs once, so that none can be lost unseen. */
const MARK = '#§';

const NAMES = ['a', 'b', 'c', 'name', 'sci fi', 'x.y', 'é', '', '__proto__', 'constructor', '3', 'to"ld'] as const;

function quoted(name: string): string {
  return `"${name.replace(/"/g, '\\"')}"`;
}

const key = fc.tuple(fc.constantFrom(...NAMES), fc.nat(2)).map(([name, form]) => {
  if (/^[\w-]+$/.test(name) && form < 2 && !/[^\x00-\x7f]/.test(name)) return name;
  return form === 1 && !name.includes("'") ? `'${name}'` : quoted(name);
});

const dottedKey = fc.tuple(key, fc.array(key, { maxLength: 1 }), fc.constantFrom('.', ' . ', '.')).map(([first, more, dot]) => [first, ...more].join(dot));

const scalar = fc.constantFrom(
  '1', '-0', '-0.0', '+7', '0xFF', '1_000', '9007199254740993', '1.0', '6.02e23', 'inf', '-nan', 'true', 'false', '""', "''", '"plain"', "'it is'", '"# no comment"',
  '"a \\" ] } , b"', "'c:\\shop'", '"\\u00e9\\t\\\\"', '1987-05-04', '07:32:00', '1987-05-04T07:32:00Z', '1987-05-04 07:32:00.5+02:00', '1987-05-04T07:32:00',
  '"""\nfirst # no comment\n[x]\n  last"""', "'''one\n= \"\"\"\n'''", '"""\\\n   joined"""',
);

const gap = fc.constantFrom('', ' ', '  ', '\t');
const indent = fc.constantFrom('    ', '  ', '\t', '');
const blank = fc.constantFrom('', '', '', '\n', '  \n');
const note = fc.constantFrom('', '', `  ${MARK}`, ` ${MARK}`, MARK);

/** Comments on lines of their own. */
const notes = (inner: string): fc.Arbitrary<string> => fc.array(fc.constantFrom(`${inner}${MARK}\n`, `${inner}${MARK}\n`, '\n'), { maxLength: 2 }).map((lines) => lines.join(''));

const { value } = fc.letrec<{ value: string; array: string; inline: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 2 }, { weight: 5, arbitrary: scalar }, { weight: 3, arbitrary: tie('array') }, { weight: 2, arbitrary: tie('inline') }),
  array: fc.oneof(
    fc.tuple(fc.array(tie('value'), { maxLength: 4 }), fc.constantFrom(', ', ',', ' , '), gap, fc.boolean()).map(
      ([items, comma, pad, ended]) => `[${pad}${items.join(comma)}${ended && items.length > 0 ? ',' : ''}${pad}]`,
    ),
    fc.tuple(fc.array(fc.tuple(tie('value'), note, notes('    '), gap, fc.nat(9)), { maxLength: 4 }), indent, note, notes('    '), fc.boolean(), gap).map(([items, inner, opening, closing, ended, outer]) => {
      const lines = items.map(([item, after, above, space, layout], index) => {
        const comma = index < items.length - 1 || ended ? ',' : '';
        if (layout === 0 && after === '') return `${item}${comma} `;
        if (layout === 1) return `${above}${inner}${item}${after}\n${comma}`;
        return `${above}${inner}${item}${comma === '' ? '' : space + comma}${after}\n`;
      });
      return `[${opening}\n${lines.join('')}${closing}${outer}]`;
    }),
  ),
  inline: fc.tuple(fc.uniqueArray(fc.tuple(dottedKey, tie('value')), { maxLength: 3, selector: ([name]) => name }), gap, fc.constantFrom('=', ' = '), fc.constantFrom(', ', ',')).map(
    ([entries, pad, equals, comma]) => `{${pad}${entries.map(([name, item]) => name + equals + item).join(comma)}${pad}}`,
  ),
}));

const equals = fc.constantFrom(' = ', '=', '   = ', ' =\t');
const entry = fc.tuple(notes(''), fc.constantFrom('', '', '', '  '), dottedKey, equals, value, note, blank).map(
  ([above, space, name, sign, item, after, below]) => `${above}${space}${name}${sign}${item}${after}\n${below}`,
);

const header = fc.tuple(notes(''), fc.array(key, { minLength: 1, maxLength: 3 }), fc.boolean(), gap, note, blank).map(([above, names, many, pad, after, below]) => {
  const inner = `${pad}${names.join('.')}${pad}`;
  return `${above}${many ? `[[${inner}]]` : `[${inner}]`}${after}\n${below}`;
});

const section = fc.tuple(header, fc.array(entry, { maxLength: 4 }), notes('')).map(([head, entries, tail]) => head + entries.join('') + tail);

/** Random TOML: not always valid, for keys may be defined twice. Every comment in it is `#c` and a number of its own. */
export const tomlText: fc.Arbitrary<string> = fc
  .tuple(notes(''), fc.array(entry, { maxLength: 3 }), fc.array(section, { maxLength: 4 }), fc.constantFrom('\n', '\n', '\r\n'), fc.constantFrom('', '', '\ufeff'), fc.boolean())
  .map(([top, entries, sections, eol, mark, ended]) => {
    let number = 0;
    const text = (top + entries.join('') + sections.join('')).replaceAll(MARK, () => `#c${number++}`).replace(/\n/g, eol);
    return mark + (ended ? text : text.replace(/(\r?\n)+$/, ''));
  });

/** A value to write. */
export const tomlInput = fc.letrec<{ input: string | number | boolean | bigint | readonly unknown[] | object }>((tie) => ({
  input: fc.oneof(
    { weight: 4, arbitrary: fc.oneof(fc.constantFrom('new', "it's", 'a"b', 'x\ny\u0001', '', 'c:\\d', 1, -0, 2.5, 2 ** 60, NaN, -Infinity, true, 12n, 2n ** 62n), fc.string({ maxLength: 5 }).filter((text) => !/\p{Surrogate}/u.test(text))) },
    { weight: 1, arbitrary: fc.array(tie('input'), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), tie('input'), { maxKeys: 2 }) },
  ),
})).input;
