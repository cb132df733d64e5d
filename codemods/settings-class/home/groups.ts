import type { FieldShape } from '../fields/index.ts';
import { wrappedField } from './wrap.ts';

/** Fields that share the first part of their names, from this number on, stand together under a heading. */
const LEAST = 2;
/** So few fields need no headings. */
const FEW = 3;

const ACRONYMS: ReadonlySet<string> = new Set(['AI', 'API', 'AWS', 'CDN', 'CORS', 'CSRF', 'DNS', 'GCP', 'GCS', 'HTTP', 'ID', 'IP', 'JWT', 'LDAP', 'LLM', 'MQTT', 'OIDC', 'OTP', 'S3', 'SAML', 'SMS', 'SMTP', 'SQL', 'SSH', 'SSL', 'SSO', 'TLS', 'UI', 'URL']);

/**
 * The lines of some fields at the margin: single ones first, then those that belong together, each group under its heading.
 *
 * @param width of a line, without what the fields are indented by
 */
export function fieldLines(fields: readonly FieldShape[], width: number): readonly string[] {
  const linesOf = (field: FieldShape): readonly string[] => [...field.comments.map((comment) => `# ${comment.replace(/^#\s*/, '')}`), ...wrappedField(field, width)];
  const groups = new Map<string, FieldShape[]>();
  for (const field of fields) {
    const prefix = prefixOf(field.name);
    groups.set(prefix, [...(groups.get(prefix) ?? []), field]);
  }
  const isGroup = (list: readonly FieldShape[]): boolean => list.length >= LEAST && fields.length > FEW;
  const single = fields.filter(({ name }) => !isGroup(groups.get(prefixOf(name)) ?? []));
  const lines = single.flatMap(linesOf);
  for (const [prefix, list] of groups) {
    if (isGroup(list)) lines.push(...(lines.length > 0 ? [''] : []), `# ${titleOf(prefix)}`, ...list.flatMap(linesOf));
  }
  return lines;
}

function prefixOf(name: string): string {
  return (/^_*([A-Za-z0-9]+)_/.exec(name)?.[1] ?? name).toUpperCase();
}

/** `# Database` above `DB_URL`, `# SMTP` above `SMTP_HOST`, `# Redis` above `REDIS_URL`. */
function titleOf(prefix: string): string {
  if (prefix === 'DB') return 'Database';
  return ACRONYMS.has(prefix) ? prefix : prefix.slice(0, 1) + prefix.slice(1).toLowerCase();
}
