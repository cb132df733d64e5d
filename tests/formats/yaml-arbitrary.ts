import fc from 'fast-check';

const plain = fc.constantFrom('a', 'b c', '12', '3.10', 'true', '~', "'it''s'", '"x \\"y\\" #"', 'http://x', '${{ z }}', '*anchor', '!Tag t', '-x');
const names = fc.uniqueArray(fc.constantFrom('one', 'two', '"quoted key"', 'x-y', 'on', '3'), { minLength: 1, maxLength: 4 });

type Lines = readonly string[];

interface Shape {
  readonly value: { readonly inline: string } | { readonly block: Lines; readonly indent: number };
}

const inline = (text: string): Shape => ({ value: { inline: text } });
const flow = fc.oneof(
  fc.array(plain, { maxLength: 3 }).map((parts) => `[${parts.join(', ')}]`),
  fc.tuple(names, plain).map(([keys, value]) => `{${keys.map((key) => `${key}: ${value.startsWith('$') ? 'v' : value}`).join(', ')}}`),
);
const literal = fc.tuple(fc.constantFrom('|', '|-', '>', '>-'), fc.array(fc.constantFrom('run this', '  deeper # no comment', '', 'key: [x', 'done'), { minLength: 1, maxLength: 4 }))
  .map(([sign, lines]): Shape => ({ value: { inline: [sign, ...['first', ...lines, 'last'].map((line) => (line === '' ? '' : `      ${line}`))].join('\n') } }));

/** What stands between two entries: nothing, a blank line, comments. */
const between = fc.constantFrom<Lines>([], [], [], [''], ['# cN'], ['', '# cN', '# cN'], ['# cN', ''], ['  # cN']);
const trailing = fc.constantFrom('', '', '', ' # cN', '   # cN');

const { node } = fc.letrec<{ node: Shape }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.oneof(plain.map(inline), fc.constant(inline('')), flow.map(inline), literal) },
    { weight: 2, arbitrary: fc.tuple(names, fc.array(tie('node'), { minLength: 4, maxLength: 4 }), between, trailing).map(([keys, values, gap, tail]) => mapping(keys, values, gap, tail)) },
    { weight: 2, arbitrary: fc.tuple(fc.array(tie('node'), { minLength: 1, maxLength: 3 }), between, trailing, fc.constantFrom(0, 2)).map(([values, gap, tail, indent]) => sequence(values, gap, tail, indent)) },
  ),
}));

const spread = (lines: Lines, by: number): Lines => lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
const isBlockScalar = (text: string): boolean => /^[|>]/.test(text);

/** What stands behind `key:` or a dash, with the lines below it. */
function behind(head: string, { value }: Shape, tail: string, least: number): Lines {
  if ('block' in value) return [`${head}${tail}`, ...spread(value.block, Math.max(least, value.indent))];
  if (value.inline === '') return [`${head}${tail}`];
  const [first = '', ...rest] = value.inline.split('\n');
  return [`${head} ${first}${isBlockScalar(first) || rest.length === 0 ? tail : ''}`, ...rest];
}

function mapping(keys: readonly string[], values: readonly Shape[], gap: Lines, tail: string): Shape {
  return { value: { indent: 2, block: keys.flatMap((key, index) => [...(index > 0 ? gap : []), ...behind(`${key}:`, values[index] ?? inline('x'), tail, 0)]) } };
}

function sequence(values: readonly Shape[], gap: Lines, tail: string, indent: number): Shape {
  const items = values.map((value): Lines => {
    if (!('block' in value.value) || value.value.block[0]?.startsWith('#')) return behind('-', value, tail, 2);
    const [first = '', ...rest] = value.value.block;
    return [`- ${first}`, ...spread(rest, 2)];
  });
  return { value: { indent, block: items.flatMap((lines, index) => [...(index > 0 ? gap : []), ...lines]) } };
}

/** YAML texts of all layouts, with every comment told apart by a number. The first entry has the anchor that aliases use. */
export const yamlText = fc.tuple(names, fc.array(node, { minLength: 4, maxLength: 4 }), between, trailing, fc.constantFrom('\n', '\n', '\r\n'), fc.boolean(), fc.constantFrom('', '# cN\n', '---\n', '\ufeff'))
  .map(([keys, values, gap, tail, eol, isEnded, top]) => {
    const { value } = mapping(keys, values, gap, tail);
    const lines = 'block' in value ? value.block : [];
    let count = 0;
    const text = `${top}anchored: &anchor base\n${lines.join('\n')}${isEnded ? '\n' : ''}`;
    return text.replace(/# cN/g, () => `# c${count++}`).replaceAll('\n', eol);
  });
