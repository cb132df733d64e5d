import type { Problem } from '../problem.ts';
import { and, MARKER_VARIABLES, or, type Comparison, type Marker, type MarkerOperator, type MarkerVariable } from './marker.ts';

interface Token {
  readonly kind: 'value' | 'word' | 'operator' | '(' | ')';
  readonly text: string;
}

const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(===|==|~=|!=|<=|>=|<|>)|([()])|([A-Za-z_.]+))/y;

/** Spellings from before PEP 508 that pip still takes. */
const OLD_NAMES: Readonly<Record<string, MarkerVariable>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

/** A marker by PEP 508 (what stands after `;`), or what is wrong with it. `and` binds closer than `or`. */
export function parseMarker(text: string): Marker | Problem {
  const tokens = tokensOf(text);
  const refused = { problem: `“${text.trim()}” is not an environment marker of PEP 508.` };
  if (!tokens) return refused;
  const reader = { tokens, at: 0 };
  const marker = readOr(reader);
  return marker && reader.at === tokens.length ? marker : refused;
}

/** A marker that may be missing: an empty text is no marker. */
export function parseOptionalMarker(text: string | undefined): Marker | undefined | Problem {
  return text === undefined || text.trim() === '' ? undefined : parseMarker(text);
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const found = TOKEN.exec(text);
    if (!found) return undefined;
    const [, single, double, operator, parenthesis, word] = found;
    const value = single ?? double;
    if (value !== undefined) tokens.push({ kind: 'value', text: value });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else tokens.push({ kind: parenthesis === '(' ? '(' : ')', text: parenthesis ?? '' });
  }
  return tokens;
}

function readOr(reader: Reader): Marker | undefined {
  return readChain(reader, 'or', readAnd);
}

function readAnd(reader: Reader): Marker | undefined {
  return readChain(reader, 'and', readAtom);
}

function readChain(reader: Reader, kind: 'and' | 'or', readTerm: (reader: Reader) => Marker | undefined): Marker | undefined {
  const terms: Marker[] = [];
  do {
    const term = readTerm(reader);
    if (!term) return undefined;
    terms.push(term);
  } while (takes(reader, 'word', kind));
  return (kind === 'and' ? and : or)(...terms);
}

function readAtom(reader: Reader): Marker | undefined {
  if (!takes(reader, '(')) return readComparison(reader);
  const inner = readOr(reader);
  return inner && takes(reader, ')') ? inner : undefined;
}

function readComparison(reader: Reader): Comparison | undefined {
  const left = reader.tokens[reader.at++];
  const operator = readOperator(reader);
  const right = reader.tokens[reader.at++];
  if (!left || !operator || !right) return undefined;
  const [name, value] = left.kind === 'word' ? [left, right] : [right, left];
  const variable = name.kind === 'word' ? variableOf(name.text) : undefined;
  return variable && value.kind === 'value' ? { kind: 'comparison', variable, operator, value: value.text, isReversed: name === right } : undefined;
}

function readOperator(reader: Reader): MarkerOperator | undefined {
  if (takes(reader, 'word', 'in')) return 'in';
  if (takes(reader, 'word', 'not')) return takes(reader, 'word', 'in') ? 'not in' : undefined;
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'operator') return undefined;
  reader.at++;
  return token.text as MarkerOperator;
}

function takes(reader: Reader, kind: Token['kind'], text?: string): boolean {
  const token = reader.tokens[reader.at];
  const isIt = token?.kind === kind && (text === undefined || token.text === text);
  if (isIt) reader.at++;
  return isIt;
}

function variableOf(name: string): MarkerVariable | undefined {
  return MARKER_VARIABLES.find((known) => known === name) ?? (Object.hasOwn(OLD_NAMES, name) ? OLD_NAMES[name] : undefined);
}
