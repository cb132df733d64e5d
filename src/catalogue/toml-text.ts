import type { LiteralValue } from './literal.ts';

/** A literal as TOML writes it on one line. TOML has no null; options have none either. */
export function tomlText(value: LiteralValue): string {
  if (value === null) return '""';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(tomlText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${tomlKey(key)} = ${tomlText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A key as TOML writes it: bare where it may be. */
export function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}
