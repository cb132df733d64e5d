/** Whether a file tells what once was, which stays said: changelogs, release notes, decision records. */
export function isHistory(path: string): boolean {
  return /(^|\/)(change(log|s)|history|news|release[-_ ]?notes?|releases)(\.\w+)?$/i.test(path) || /(^|\/)(changelog(\.d)?|changes|news(fragments)?|releases?|release[-_ ]?notes?|adr|decisions)\//i.test(path);
}
