import parse from 'spdx-expression-parse';
import licenses from 'spdx-license-list';

/** What a Poetry project says of its licence, as SPDX; `text` when nobody can tell which licence is meant. */
export type License = { readonly kind: 'expression'; readonly expression: string } | { readonly kind: 'text'; readonly text: string };

/** Full names and identifiers in lower case, and the identifier they stand for. What SPDX gave up stands behind what it knows. */
const identifiers = new Map([...Object.entries(licenses).map(([id, { name }]) => [name.toLowerCase(), id] as const), ...Object.keys(licenses).map((id) => [id.toLowerCase(), id] as const)]);

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
