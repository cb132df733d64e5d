/** Characters that python-dotenv, Docker compose and shells all take as they are. */
const BARE = /^[\w./:@%+,=^*?[\]{}-]*$/;

/**
 * A value as it is written behind `KEY=`, so that python-dotenv, Docker compose and a shell that reads the file all see the same text.
 * Refused is what they read differently: `${…}`, which python-dotenv replaces even between quotes, and quotes beside `$` or `` ` ``.
 */
export function printDotenvValue(value: string): string | { readonly problem: string } {
  if (BARE.test(value)) return value;
  if (value.includes('${')) return { problem: 'A value with `${` in it is replaced when the file is read.' };
  if (/[\0\r]/.test(value)) return { problem: 'A value with a carriage return or a NUL cannot be written.' };
  if (!/['\n]|\\\\|\\$/.test(value)) return `'${value}'`;
  if (/[$`]/.test(value)) return { problem: 'A value with both quotes, backslashes or line breaks and `$` or a backtick is read differently by different programs.' };
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
