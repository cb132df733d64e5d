/**
 * Whether a path names a file that can be somebody's source: inside its folder, and not among git's own files. A forged index can
 * name any path, and so can options that a repository sets for a codemod.
 */
export function staysInside(path: string): boolean {
  return !/(^|\/)(\.{0,2}|\.git)(\/|$)/i.test(path);
}
