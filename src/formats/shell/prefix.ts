import type { ShellWord } from './syntax.ts';

/** Commands that run the command behind them: which of their options take the next word as value, and how many words stand before it. */
const RUNNERS: Readonly<Record<string, { readonly valued?: RegExp; readonly operands?: number; readonly onlyWithout?: RegExp }>> = {
  sudo: { valued: /^-[ugpCDhrtTU]$|^--(?:user|group|prompt|chdir|host|role|type)$/, onlyWithout: /^-[lvkKe]$/ },
  env: { valued: /^-[uC]$|^--(?:unset|chdir)$/, onlyWithout: /^-S|^--split-string/ },
  exec: { valued: /^-a$/ },
  time: { valued: /^-[fo]$/ },
  command: { onlyWithout: /^-[pvV]*[vV]/ },
  builtin: {},
  nohup: {},
  nice: { valued: /^-n$/ },
  ionice: { valued: /^-[cn]$/ },
  setsid: {},
  chronic: {},
  winpty: {},
  tini: { valued: /^-[pe]$/ },
  timeout: { valued: /^-[ks]$|^--(?:kill-after|signal)$/, operands: 1 },
  gosu: { operands: 1 },
  'su-exec': { operands: 1 },
  xargs: { valued: /^-[adEILnPs]$/ },
};

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

/** Whether a word is `NAME=value`. */
export function isAssignment(word: ShellWord): boolean {
  return ASSIGNMENT.test(word.raw);
}

/** How many of the words only say how the rest is to be run. */
export function prefixLength(words: readonly ShellWord[]): number {
  let at = 0;
  for (;;) {
    const program = words[at]?.value?.replace(/^.*\//, '');
    const runner = program !== undefined && Object.hasOwn(RUNNERS, program) ? RUNNERS[program] : undefined;
    if (runner === undefined) return at;
    let next = at + 1;
    while (/^-|^\{\}$/.test(words[next]?.raw ?? '') || (words[next] && isAssignment(words[next] as ShellWord) && (program === 'env' || program === 'sudo'))) {
      const option = words[next]?.raw ?? '';
      if (runner.onlyWithout?.test(option)) return at;
      next += runner.valued?.test(option) ? 2 : 1;
      if (option === '--') break;
    }
    next += runner.operands ?? 0;
    if (next >= words.length) return at;
    at = next;
  }
}
