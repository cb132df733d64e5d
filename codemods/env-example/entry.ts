import { defaultText, holdsCredentials, printDotenvValue, withoutCredentials, type DotenvBlock, type SettingsVariable } from '#pystd';
import { placeholderFor, type Surroundings } from './placeholder.ts';

/** Comments are no longer than this many characters where they can be broken. */
const WIDTH = 100;

/** What the example says of one variable: comment lines and the assignment, which is commented out where nothing has to be set. */
export function entryFor(variable: SettingsVariable, surroundings: Surroundings): DotenvBlock {
  return [...docOf(variable), ...wrapped(factsOf(variable)), assignmentOf(variable, surroundings)];
}

function assignmentOf(variable: SettingsVariable, surroundings: Surroundings): string {
  const { default: standing, name } = variable;
  const text = defaultText(variable);
  const placeholder = (): string => {
    const value = placeholderFor(variable, surroundings);
    // Nobody has to set it, so a text that means nothing is better left out.
    return value === 'example' && standing.kind !== 'required' ? '' : value;
  };
  const line = (value: string): string | undefined => {
    const printed = printDotenvValue(value);
    return typeof printed === 'string' ? `${name}=${printed}` : undefined;
  };
  if (standing.kind === 'required') return line(placeholder()) ?? `${name}=`;
  if (variable.isSecret) return `${text === undefined || text === '' || text === '[]' ? '# ' : ''}${line(placeholder()) ?? `${name}=`}`;
  const open = text === undefined ? undefined : withoutCredentials(text, surroundings.secret);
  if (open !== undefined && !holdsCredentials(open) && !isOpaque(open)) return line(open) ?? `# ${name}=`;
  return open === undefined ? `# ${line(placeholder()) ?? `${name}=`}` : (line(surroundings.secret) ?? `${name}=`);
}

/** A long run of letters and digits that no person made up: a key, whatever its name says. */
function isOpaque(text: string): boolean {
  return /^[A-Fa-f\d]{32,}$/.test(text) || (/^[A-Za-z\d+/_=-]{32,}$/.test(text) && /\d/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text));
}

/** What the code says of the variable, without anything that signs in. */
function docOf({ doc, isSecret }: SettingsVariable): readonly string[] {
  const masked = (row: string): string => (isSecret ? row.replace(/[\w+/=-]{16,}/g, (word) => (/\d/.test(word) && /[A-Za-z]/.test(word) ? '***' : word)) : row);
  const rows = (doc ?? '').split(/\r?\n/).map((row) => masked(withoutCredentials(row.trim(), '***'))).filter((row) => row !== '' && !holdsCredentials(row));
  return rows.flatMap(wrapped);
}

/** `Whole number, at least 1, default 5`; `Secret, required`. */
function factsOf(variable: SettingsVariable): string {
  const { default: standing, isSecret, otherNames } = variable;
  const kind = isSecret ? (variable.type.kind === 'url' ? 'Secret URL' : 'Secret') : kindOf(variable);
  const facts = [kind, ...boundsOf(variable), standing.kind === 'required' ? 'required' : defaultOf(variable)];
  return `${facts.join(', ')}${otherNames.length > 0 ? `; also read from ${otherNames.join(', ')}` : ''}`;
}

function defaultOf(variable: SettingsVariable): string {
  const { default: standing, isSecret } = variable;
  const text = defaultText(variable);
  if (standing.kind === 'computed') return 'default in the code';
  if (isSecret) return text === undefined || text === '' || text === '[]' ? 'optional' : 'has to be changed';
  if (text === undefined) return standing.kind === 'literal' && standing.literal.kind !== 'none' ? 'default in the code' : 'optional';
  if (text === '') return 'default empty';
  // What cannot be written is not shown either.
  if (typeof printDotenvValue(text) !== 'string') return 'default in the code';
  if (holdsCredentials(text) || isOpaque(text)) return 'has to be changed';
  return text.length > 40 || /[\r\n]/.test(text) ? 'default as below' : `default ${text}`;
}

const KINDS: Readonly<Record<string, string>> = {
  text: 'Text', secret: 'Secret', whole: 'Whole number', number: 'Number', flag: 'Either true or false', email: 'E-mail address', file: 'Path of a file', folder: 'Path of a folder', path: 'Path', duration: 'Duration in seconds, or ISO 8601', date: 'Date',
  moment: 'Date and time', time: 'Time', uuid: 'UUID', address: 'IP address', json: 'JSON', url: 'URL', list: 'List as JSON', table: 'Object as JSON', group: 'Object as JSON', unknown: 'Text',
};

function kindOf({ type, decoding }: SettingsVariable): string {
  if (decoding.kind === 'split') return decoding.separator === ' ' ? 'List separated by blanks' : `List separated by \`${decoding.separator}\``;
  if (decoding.kind === 'words') {
    const listed = (words: readonly string[]): string => words.map((word) => (word === '' ? 'empty' : word)).join(' or ');
    if (decoding.on && decoding.off) return `${listed(decoding.on)} for on, ${listed(decoding.off)} for off`;
    return decoding.on ? `On for ${listed(decoding.on)}, off for anything else` : `Off for ${listed(decoding.off ?? [])}, on for anything else`;
  }
  if (type.kind === 'choice') return `${type.values.length > 1 ? 'One of' : 'Only'} ${type.values.map((value) => (value.kind === 'text' || value.kind === 'number' ? value.text : value.kind === 'flag' ? String(value.value) : '')).join(', ')}`;
  return KINDS[type.kind] ?? 'Text';
}

function boundsOf({ limits }: SettingsVariable): readonly string[] {
  const say = (limit: string | undefined, words: string, unit = ''): string[] => (limit === undefined ? [] : [`${words} ${limit}${unit}`]);
  return [
    ...say(limits.ge, 'at least'), ...say(limits.gt, 'more than'), ...say(limits.le, 'at most'), ...say(limits.lt, 'less than'), ...say(limits.multiple_of, 'a multiple of'),
    ...say(limits.min_length, 'at least', ' characters'), ...say(limits.max_length, 'at most', ' characters'), ...say(limits.pattern ?? limits.regex, 'matching'),
  ];
}

/** Comment lines of a text, broken at blanks. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}
