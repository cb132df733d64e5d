/** A value as one shell word: as it is when that is safe, else in double quotes, or in single quotes when it holds what those would expand. */
export function quoteWord(value: string): string {
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(value)) return value;
  if (!/["$`\\!]/.test(value)) return `"${value}"`;
  return `'${value.replaceAll("'", "'\\''")}'`;
}
