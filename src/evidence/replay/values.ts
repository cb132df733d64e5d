import type { Json } from '../openapi/compare.ts';
import { at, listOf } from './json.ts';
import { kindOf, propertiesOf, resolved } from './schema.ts';

/** How values are made: all that is offered, only what is required, or at the edges of what business rules allow. */
export type Flavour = 'full' | 'sparse' | 'empty' | 'low' | 'high' | 'other' | 'strange';

/** What values are made from. */
export interface Maker {
  readonly document: Json;
  readonly flavour: Flavour;
  /** A word that goes into texts, so that two makers do not give the same ones. */
  readonly salt: string;
  /** What is known for a name already: the key of a row that is there, say. */
  known(name: string): Json | undefined;
}

/** A password that usual rules take. */
export const PASSWORD = 'Bookshop-2024!';

/** Objects in objects beyond this depth only have what is required. */
const DEEPEST = 4;

/** A value that a schema takes; `name` is what it is for. */
export function valueFor(schema: Json, name: string, maker: Maker, depth = 0): Json {
  const is = resolved(schema, maker.document);
  if (maker.flavour === 'strange') return strangeFor(kindOf(is));
  const constant = at(is, 'const');
  if (constant !== undefined) return constant;
  const choices = listOf(at(is, 'enum')).filter((one) => one !== null);
  if (choices.length > 0) return choices[maker.flavour === 'other' ? choices.length - 1 : 0] ?? null;
  const known = kindOf(is) === 'object' || kindOf(is) === 'array' ? undefined : maker.known(name);
  if (known !== undefined) return kindOf(is) === 'string' && typeof known === 'number' ? String(known) : known;
  switch (kindOf(is)) {
    case 'object':
      return objectFor(is, maker, depth);
    case 'array':
      return depth > DEEPEST ? [] : Array.from({ length: maker.flavour === 'empty' ? Number(at(is, 'minItems') ?? 0) : Math.max(1, Number(at(is, 'minItems') ?? 1)) }, () => valueFor(at(is, 'items') ?? {}, singular(name), maker, depth + 1));
    case 'integer':
    case 'number':
      return numberFor(is, name, maker);
    case 'boolean':
      return maker.flavour === 'other' ? false : true;
    case 'null':
      return null;
    default:
      return textFor(is, name, maker);
  }
}

function objectFor(schema: Json, maker: Maker, depth: number): Json {
  const wanted = propertiesOf(schema).filter(({ schema: one, isRequired }) => isRequired || (maker.flavour !== 'sparse' && depth < DEEPEST && at(resolved(one, maker.document), 'readOnly') !== true));
  return Object.fromEntries(wanted.map(({ name, schema: one }) => [name, valueFor(one, name, maker, depth + 1)]));
}

/** What no schema of this kind takes. */
function strangeFor(kind: string | undefined): Json {
  return kind === 'string' ? { strange: true } : 'strange';
}

function numberFor(schema: Json, name: string, { flavour }: Maker): Json {
  const bound = (key: string): number | undefined => (typeof at(schema, key) === 'number' ? Number(at(schema, key)) : undefined);
  const step = bound('multipleOf') ?? (kindOf(schema) === 'integer' ? 1 : 0.5);
  const [over, under] = [bound('exclusiveMinimum'), bound('exclusiveMaximum')];
  const least = bound('minimum') ?? (over === undefined ? undefined : over + step);
  const most = bound('maximum') ?? (under === undefined ? undefined : under - step);
  const wished = flavour === 'low' ? -1 : flavour === 'high' ? 1_000_000 : flavour === 'empty' ? 0 : usualNumber(name, kindOf(schema) === 'integer');
  return Math.max(least ?? -Infinity, Math.min(most ?? Infinity, Math.ceil(wished / step) * step));
}

function usualNumber(name: string, isWhole: boolean): number {
  if (/year/i.test(name)) return 2024;
  if (/limit|size|per_?page|count/i.test(name)) return 10;
  if (/skip|offset/i.test(name)) return 0;
  if (/price|amount|salary|total|cost|balance/i.test(name)) return isWhole ? 20 : 19.5;
  return 1;
}

/** A day that has gone, or one that is to come, by what it is for; the edge is the other one. */
function dayOf(name: string, flavour: Flavour): string {
  const isToCome = /expir|due|end|until|deadline|valid|schedul|appoint|start|check|event|arriv|depart|reserv|deliver|return|finish|remind|publish/i.test(name);
  return isToCome === (flavour !== 'other') ? '2030-05-17' : '2020-05-17';
}

const FORMATS: Readonly<Record<string, (salt: string, day: string) => string>> = {
  email: (salt) => `${salt}@example.com`,
  'idn-email': (salt) => `${salt}@example.com`,
  date: (_, day) => day,
  'date-time': (_, day) => `${day}T10:30:00Z`,
  time: () => '10:30:00',
  duration: () => 'PT1H',
  uuid: (salt) => `00000000-0000-4000-8000-0000000000${salt === 'guest' ? 'a1' : 'b2'}`,
  uri: (salt) => `http://example.com/${salt}`,
  url: (salt) => `http://example.com/${salt}`,
  ipv4: () => '192.0.2.7',
  ipv6: () => '2001:db8::7',
  hostname: () => 'example.com',
  password: () => PASSWORD,
  byte: () => 'Ym9vaw==',
};

/** Texts by what they are called; the first that a pattern takes, where there is one. */
function textFor(schema: Json, name: string, { flavour, salt }: Maker): Json {
  const format = at(schema, 'format');
  if (typeof format === 'string' && FORMATS[format]) return FORMATS[format](salt, dayOf(name, flavour));
  const [least, most] = [Number(at(schema, 'minLength') ?? 0), Number(at(schema, 'maxLength') ?? Infinity)];
  const pattern = at(schema, 'pattern');
  const example = [at(schema, 'example'), ...listOf(at(schema, 'examples')), at(schema, 'default')].filter((one) => typeof one === 'string');
  if (typeof pattern === 'string') return matching(pattern, [...example, usualText(name, salt), ...PATTERNED], least, most);
  if (flavour === 'empty') return ''.padEnd(least, 'x');
  if (flavour === 'high' && !/mail|password|url|link|date/i.test(name)) return 'x'.repeat(Math.min(most, 300));
  const text = usualText(name, salt);
  return text.padEnd(least, 'x').slice(0, most);
}

/** Something for most patterns that people write. */
const PATTERNED = ['guest', 'Guest', 'GUEST', 'a', 'A', '1', '12', '123', '1234', '12345', '123456', '1234567', '12345678', '123456789', '1234567890', '12345678901', '+441234567890', '+1234567890', '07012345678', '#aabbcc', '2030-05-17', '10:30', '10:30:00', '2030-05-17T10:30:00', 'guest-1', 'guest_1', 'Guest1', 'AB', 'ABC', 'ABCD', 'USD', 'en', 'en-US', 'A1', 'AB12', 'AB-12', 'asc', 'desc', 'guest@example.com', 'http://example.com', 'https://example.com', PASSWORD, '00000000-0000-4000-8000-0000000000a1', '000000000000000000000001', '192.0.2.7'];

function matching(pattern: string, candidates: readonly string[], least: number, most: number): string {
  const words = pattern.replace(/^\(\?i\)/, '').replaceAll('(?P<', '(?<').replaceAll('\\Z', '$').replaceAll('\\A', '^');
  try {
    const expression = new RegExp(words, 'u');
    // A choice of words is its own candidate.
    const written = [...words.matchAll(/[\w-]+/g)].map(([word]) => word);
    const fits = (one: string): boolean => one.length >= least && one.length <= most && expression.test(one);
    return [...candidates, ...written, ...candidates.map((one) => one.padEnd(least, 'x'))].find(fits) ?? candidates[0] ?? '';
  } catch {
    return candidates[0] ?? '';
  }
}

/** What a text of this name usually looks like. */
export function usualText(name: string, salt: string): string {
  if (/e?mail/i.test(name)) return `${salt}@example.com`;
  if (/passw|pwd|secret/i.test(name)) return PASSWORD;
  if (/url|link|website|image|photo|avatar|cover/i.test(name)) return `http://example.com/${salt}`;
  if (/phone|mobile|tel$/i.test(name)) return salt === 'guest' ? '+441234567890' : '+441234567891';
  if (/(?:date|_at|_on|day)$|^date|birth/i.test(name)) return dayOf(name, 'full');
  if (/time$/i.test(name)) return '10:30';
  if (/currency/i.test(name)) return 'USD';
  if (/country/i.test(name)) return 'GB';
  if (/colou?r/i.test(name)) return '#aabbcc';
  if (/grant_type/i.test(name)) return 'password';
  if (/scope/i.test(name)) return '';
  if (/user_?name|login|nick|slug|code|handle/i.test(name)) return `${salt}reader`;
  return `${salt} ${name.replaceAll('_', ' ')}`;
}

/** The name of one of many. */
export function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/(ss|x|ch)es$/, '$1').replace(/([^s])s$/, '$1');
}
