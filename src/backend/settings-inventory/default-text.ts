import type { Decoding } from './decoding.ts';
import type { Literal } from './literal.ts';
import type { SettingsVariable } from './variables.ts';

/**
 * The text of a variable that sets its field to the default: `false`, `8000`, `["a"]`, or as the field's own reader wants it. `undefined`
 * where there is none: required fields, `None` (no text means it), what is computed, and what the text could not say exactly.
 */
export function defaultText(variable: SettingsVariable): string | undefined {
  const { default: standing } = variable;
  return standing.kind === 'literal' ? literalText(standing.literal, variable) : undefined;
}

/** The text that a field reads as a value. */
export function literalText(literal: Literal, { type, decoding }: Pick<SettingsVariable, 'type' | 'decoding'>): string | undefined {
  if (decoding.kind === 'unknown' || literal.kind === 'none') return undefined;
  if (decoding.kind === 'words') return literal.kind === 'flag' ? wordFor(literal.value ? decoding.on : decoding.off, literal.value ? decoding.off : decoding.on, String(literal.value)) : undefined;
  if (decoding.kind === 'split') return literal.kind === 'list' ? joined(literal.items, decoding) : undefined;
  switch (literal.kind) {
    case 'flag':
      return String(literal.value);
    case 'number':
      return literal.text;
    case 'text':
      // A list or a table is read as JSON; a bare text would not be.
      return ['list', 'table', 'group', 'json'].includes(type.kind) ? (isJson(literal.text) ? literal.text : undefined) : literal.text;
    default:
      return ['list', 'table', 'group', 'unknown'].includes(type.kind) ? jsonText(literal) : undefined;
  }
}

/** The word for one side of a switch: `true` or `false` where it may be, else the first of the side's own words. */
function wordFor(own: readonly string[] | undefined, other: readonly string[] | undefined, usual: string): string | undefined {
  if (own) return own.includes(usual) ? usual : own[0];
  return other?.some((word) => word.toLowerCase() === usual) ? undefined : usual;
}

function joined(items: readonly Literal[], { separator, dropsEmpty }: Extract<Decoding, { kind: 'split' }>): string | undefined {
  if (items.length === 0) return dropsEmpty ? '' : undefined;
  const texts = items.map((item) => (item.kind === 'text' || item.kind === 'number' ? item.text : undefined));
  return texts.every((text) => text !== undefined && text !== '' && text === text.trim() && !text.includes(separator)) ? texts.join(separator) : undefined;
}

/** A value as JSON on one line, with a blank behind commas and colons as Python's `json` writes it. */
export function jsonText(literal: Literal): string {
  switch (literal.kind) {
    case 'text':
      return JSON.stringify(literal.text);
    case 'number':
      return literal.text;
    case 'flag':
      return String(literal.value);
    case 'none':
      return 'null';
    case 'list':
      return `[${literal.items.map(jsonText).join(', ')}]`;
    case 'table':
      return `{${literal.entries.map(([key, value]) => `${JSON.stringify(key)}: ${jsonText(value)}`).join(', ')}}`;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
