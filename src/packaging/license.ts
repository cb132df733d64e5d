import parse from 'spdx-expression-parse';
import licenses from 'spdx-license-list';

/** What a Poetry project says of its licence, as SPDX; `text` when nobody can tell which licence is meant. */
export type License = { readonly kind: 'expression'; readonly expression: string } | { readonly kind: 'text'; readonly text: string };

/** Full names and identifiers in lower case, and the identifier they stand for. */
const identifiers = new Map<string, string>();
for (const [id, { name }] of Object.entries(licenses)) {
  const other = identifiers.get(name.toLowerCase());
  identifiers.set(id.toLowerCase(), id);
  if (other === undefined || isRather(id, other)) identifiers.set(name.toLowerCase(), id);
}

/** Of two identifiers with one name SPDX gave one up: `GPL-3.0` for `GPL-3.0-only`, `StandardML-NJ` for `SMLNJ`. */
function isRather(id: string, other: string): boolean {
  const isExplicit = (one: string): boolean => /-(?:only|or-later)$/.test(one);
  return isExplicit(id) === isExplicit(other) ? id.length < other.length : isExplicit(id);
}

/** The SPDX expression for Poetry's `license`: an expression in its proper case, or a full name such as `MIT License`. Nothing is guessed. */
export function readLicense(text: string): License {
  const words = text.trim().replace(/\s+/g, ' ');
  const known = identifiers.get(words.toLowerCase());
  if (known !== undefined) return { kind: 'expression', expression: known };
  if (words.toLowerCase() === 'proprietary') return { kind: 'expression', expression: 'LicenseRef-Proprietary' };
  const expression = words.replace(/[A-Za-z0-9.-]+/g, (word) => (/^(and|or|with)$/i.test(word) ? word.toUpperCase() : (identifiers.get(word.toLowerCase()) ?? word)));
  return isExpression(expression) ? { kind: 'expression', expression } : { kind: 'text', text };
}

function isExpression(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
