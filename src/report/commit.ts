import type { Patch } from '../patch/patch-set.ts';

/** Who made a patch, where a name is needed and no person is meant. */
export const PATCH_AUTHOR = { name: 'pystd', email: 'pystd@localhost' } as const;

/** The body of a commit: why, what to look at, and trailers that tools can read. */
export function commitBody({ codemod, why, safety, rules, notes, evidence }: Patch): string {
  const looks = notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : [];
  const trailers = [
    `Pystd-Codemod: ${codemod}`,
    `Pystd-Safety: ${safety}`,
    ...rules.map((rule) => `Pystd-Rule: ${rule}`),
    ...evidence.map(({ kind, verdict }) => `Pystd-Evidence: ${kind}=${verdict}`),
  ];
  return [why.trim(), ...looks, '', ...trailers].join('\n');
}

/** A whole commit message. */
export function commitMessage(patch: Patch): string {
  return `${patch.title}\n\n${commitBody(patch)}\n`;
}
