import { codemods } from '../../../codemods/catalogue.generated.ts';
import { ENGINE_RULES } from '../../engine/standing.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { CatalogueFlags, StandardFlags } from '../flags.ts';
import { DEFAULT_STANDARD, loadNamedStandard, loadStandard, shippedStandards, standardFlag } from '../standards.ts';
import { paintFor, print } from '../terminal.ts';

/** What can be listed. */
export type Listable = 'codemods' | 'rules' | 'standards';

/** `pystd list`: one line for each codemod, rule or standard. Rules are those of one standard. */
export async function listCommand(what: Listable, flags: CatalogueFlags): Promise<ExitCode> {
  const paint = paintFor(flags, process.stdout);
  const lines = LISTS[what](flags);
  const width = Math.max(0, ...lines.map(([id]) => id.length));
  await print(lines.map(([id, words]) => `${paint.cyan(id.padEnd(width))}  ${words}\n`).join(''));
  return EXIT.done;
}

type Line = readonly [id: string, words: string];

const LISTS: Readonly<Record<Listable, (flags: StandardFlags) => Line[]>> = {
  codemods: () => codemods.map(({ id, title, safety, partOf }) => [id, `${title} (${safety}${partOf === undefined ? '' : `, part of ${partOf}`})`]),
  standards: () =>
    shippedStandards().map((id) => {
      const { title, rules, levels } = loadStandard(id, undefined);
      return [id, `${title}: ${rules.size} rules${levels.length > 0 ? `, levels ${levels.join(', ')}` : ''}${id === DEFAULT_STANDARD ? ' (default)' : ''}`];
    }),
  rules: (flags) => {
    const fixedBy = new Map(codemods.flatMap(({ id, rules }) => rules.map((rule): [string, string] => [rule, id])));
    const own = Object.entries(ENGINE_RULES).map(([id, statement]): Line => [id, `${statement} (always on)`]);
    const asked = [...loadNamedStandard(standardFlag(flags)).rules].map(([id, { rule }]): Line => {
      const codemod = fixedBy.get(id);
      return [id, `${rule.statement} (${codemod === undefined ? 'not checked by machine yet' : `codemod ${codemod}`})`];
    });
    return [...own, ...asked];
  },
};
