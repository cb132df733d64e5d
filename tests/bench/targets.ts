import type { RepositoryFigures, StartUp } from './figures.ts';
import type { Comparison } from './libcst.ts';

/** Everything one run of the bench found. */
export interface Findings {
  readonly machine: string;
  readonly repositories: readonly RepositoryFigures[];
  readonly startUp: StartUp;
  readonly comparison: Comparison | undefined;
}

/** Something pystd promises, and what was found. Informative: no run fails for it. */
export interface Target {
  readonly wanted: string;
  readonly found: string;
  readonly met: boolean;
}

/** The targets that can be judged by these findings. */
export function targetsOf({ repositories, startUp, comparison }: Findings): Target[] {
  const targets: Target[] = [];
  const add = (wanted: string, found: string, met: boolean): void => void targets.push({ wanted, found, met });
  const named = (name: string): RepositoryFigures | undefined => repositories.find((one) => one.name === name);
  const [large, middle] = [named('10,000 files'), named('1,000 files')];
  for (const { name, lines, check, fix } of repositories.filter((one) => one === large || !large)) {
    if (lines >= 400_000) {
      add('400,000 lines, all codemods, in at most 5 s', `${fix.seconds.toFixed(2)} s`, fix.seconds <= 5);
      add('… and 1 GiB', `${fix.memory.toFixed(0)} MiB`, fix.memory <= 1024);
    }
    add(`\`check\` less reading at most 1.5 × parsing (${name})`, `${check.overParse.toFixed(2)} ×`, check.overParse <= 1.5);
    add(`\`fix --dry-run\` less reading at most 1.5 × parsing (${name})`, `${fix.overParse.toFixed(2)} ×`, fix.overParse <= 1.5);
  }
  if (large && middle) {
    const growth = large.fix.seconds / middle.fix.seconds;
    add('10,000 files at most 11 × 1,000 files', `${growth.toFixed(2)} ×`, growth <= 11);
  }
  const start = startUp.help / startUp.bare;
  add('`--help` at most 2 × Node doing nothing', `${start.toFixed(2)} × (${(startUp.help * 1000).toFixed(0)} ms, ${(startUp.bare * 1000).toFixed(0)} ms)`, start <= 2);
  if (comparison) {
    const races = [
      ['every file parsed by both', comparison.parsed],
      ['every file parsed and every call resolved by both', comparison.resolved],
      ['both look for the text first', comparison.prefiltered],
    ] as const;
    for (const [how, { pystd, libcst }] of races) add(`At least 20 × faster than LibCST, ${how}`, `${(libcst / pystd).toFixed(1)} ×`, libcst / pystd >= 20);
  }
  return targets;
}
