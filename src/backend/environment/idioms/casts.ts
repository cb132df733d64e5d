import type { PyNode } from '../../../python/syntax/node.ts';
import { identifiersSpelled, parts } from '../../../python/syntax/walk.ts';
import type { Access } from '../access.ts';
import { AS_TEXT, type Conversion, type Into } from '../conversion.ts';
import { bool, isTrue, literalValue, text, type PyValue } from '../python-value.ts';
import { andThen, gives, into, OPEN, type Outcome } from './apply.ts';
import { meant } from './calls.ts';
import type { About, State } from './state.ts';
import { widened } from './widen.ts';

/** What a cast does to a text, to an empty one where that is something else, and to a default. */
interface Cast {
  readonly conversion: Conversion;
  readonly whenEmpty?: Outcome | undefined;
  readonly ofDefault: (value: PyValue) => Outcome;
}

/** An access with what its library makes of the text, or a sentence why that is not known. */
export function castState(access: Access, unset: Outcome, about: About): State | { readonly because: string } {
  if (access.reader === 'environs') return { because: 'What environs makes of the text depends on its version and on validators.' };
  const start = { node: access.node, covers: [access], partial: false };
  if (!access.cast || access.cast.type === 'none') return { ...start, conversion: AS_TEXT, unset, whenEmpty: undefined };
  const cast = castBy(access.cast, access.reader, about);
  if (!cast) return { because: `What \`${access.cast.text}\` makes of the text is not known.` };
  // starlette hands `None` on as it is.
  const isKept = access.reader === 'starlette';
  return { ...start, conversion: cast.conversion, whenEmpty: cast.whenEmpty, unset: andThen(unset, (value) => (isKept && value.type === 'none' ? gives(value) : cast.ofDefault(value))) };
}

/** decouple's words, which are those of `distutils.util.strtobool`; the empty text is false. */
const DECOUPLE: Into = { kind: 'boolean', on: ['y', 'yes', 't', 'true', 'on', '1'], off: ['', 'n', 'no', 'f', 'false', 'off', '0'] };

const STARLETTE: Into = { kind: 'boolean', on: ['true', '1'], off: ['false', '0'] };

const TYPES: Readonly<Record<string, Into>> = {
  int: { kind: 'int', base: undefined },
  float: { kind: 'float' },
  'pathlib.Path': { kind: 'path' },
  'json.loads': { kind: 'json' },
  'starlette.datastructures.Secret': { kind: 'starlette', type: 'Secret' },
  'starlette.datastructures.URL': { kind: 'starlette', type: 'URL' },
  'starlette.datastructures.CommaSeparatedStrings': { kind: 'starlette', type: 'CommaSeparatedStrings' },
};

function castBy(cast: PyNode, reader: Access['reader'], about: About): Cast | undefined {
  if (cast.type === 'lambda') return lambdaCast(cast, about);
  const name = meant(cast, about);
  if (name === 'str') return { conversion: AS_TEXT, ofDefault: spelled };
  if (name === 'bool') return { conversion: { steps: [], ...(reader === 'decouple' ? DECOUPLE : STARLETTE) }, ofDefault: reader === 'decouple' ? decoupleDefault : starletteDefault };
  const target = name === undefined ? undefined : TYPES[name];
  return target && { conversion: { steps: [], ...target }, ofDefault: (value) => into(value, target) };
}

function spelled(value: PyValue): Outcome {
  if (value.type === 'str') return gives(value);
  if (value.type === 'int') return gives(text(value.value.toString()));
  if (value.type === 'bool') return gives(text(value.value ? 'True' : 'False'));
  return value.type === 'none' ? gives(text('None')) : OPEN;
}

/** decouple spells the default before it looks for a word: `True` is `"True"`, and `None` is no word. */
function decoupleDefault(value: PyValue): Outcome {
  return andThen(spelled(value), (word) => into(word, DECOUPLE));
}

function starletteDefault(value: PyValue): Outcome {
  return value.type === 'str' ? into(value, STARLETTE) : gives(bool(isTrue(value)));
}

/** `lambda v: [part.strip() for part in v.split(",")] if v else []`, when its body is one of the idioms around the parameter. */
function lambdaCast(cast: PyNode, about: About): Cast | undefined {
  const [parameters, body] = parts(cast);
  const [parameter, more] = parameters ? parts(parameters) : [];
  if (parameter?.type !== 'identifier' || more || !body) return undefined;
  const uses = [...identifiersSpelled(cast.tree.root, parameter.text)].filter(({ start, end }) => start >= body.start && end <= body.end);
  if (uses.length > 2) return undefined;
  /** The body for a parameter that is a text, and for the outcome of a default. Of two uses one must be the question whether there is anything. */
  const states = (unset: Outcome, use: PyNode): readonly State[] => {
    const start = { conversion: AS_TEXT, unset, whenEmpty: undefined, covers: [], partial: false };
    const asked = uses.find((other) => other !== use);
    return widened({ ...start, node: use }, { ...about, readingAt: (node) => (asked ? widened({ ...start, node: asked }, { ...about, readingAt: () => undefined }).find((state) => state.node === node) : undefined) });
  };
  for (const use of uses) {
    const whole = (unset: Outcome): State | undefined => states(unset, use).find((state) => state.node === body && !state.partial && (uses.length === 1 || body.type === 'conditional_expression'));
    const found = whole(gives(text('')));
    if (found) return { conversion: found.conversion, whenEmpty: found.whenEmpty, ofDefault: (value) => whole(gives(value))?.unset ?? OPEN };
  }
  return undefined;
}

/** The value of a default that is a literal. */
export function defaultOutcome(node: PyNode): Outcome {
  const value = literalValue(node);
  return value ? gives(value) : OPEN;
}
