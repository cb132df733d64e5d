import { codemods } from '../../../codemods/catalogue.generated.ts';
import type { Codemod } from '../../codemod/codemod.ts';
import { ENGINE_RULES } from '../../engine/standing.ts';
import type { Standard } from '../../engine/standard.ts';
import type { Rule } from '../../engine/rule.ts';
import type { Paint } from '../../report/paint.ts';
import { nearest } from '../../text/nearest.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { ExplainFlags } from '../flags.ts';
import { loadNamedStandard, loadStandard, shippedStandards, standardFlag } from '../standards.ts';
import { paintFor, print } from '../terminal.ts';

/** `pystd explain`: what a codemod does and why, or what a rule asks for, where it comes from and what sees to it; or the routes of a repository. */
export async function explainCommand(id: string | undefined, flags: ExplainFlags): Promise<ExitCode> {
  if (flags.routes !== undefined) {
    if (id !== undefined) throw new UsageError(`\`--routes\` stands by itself: leave out ${id}.`);
    return (await import('./explain-routes.ts')).explainRoutes(flags.routes === true ? '.' : flags.routes, flags);
  }
  if (id === undefined) throw new UsageError("error: missing required argument 'id': a codemod or a rule. Or `--routes [path]` for the routes of a repository.");
  if (flags.format !== 'text') throw new UsageError('`--format json` is for `--routes`.');
  const paint = paintFor(flags, process.stdout);
  const standard = loadNamedStandard(standardFlag(flags));
  const named = codemods.filter(({ id: own, partOf }) => own === id || partOf === id);
  const rule = standard.catalogue.get(id);
  const own = Object.entries(ENGINE_RULES).find(([name]) => name === id);
  if (named.length > 0) await print(named.map((codemod) => aboutCodemod(codemod, standard, paint)).join('\n'));
  else if (rule) await print(aboutRule(id, rule, standard, paint));
  else if (own) await print(`${paint.bold(id)}\n\n${own[1]}\nPystd's own rule, in force under every standard.\n`);
  else {
    const suggestion = nearest(id, [...codemods.map((known) => known.id), ...standard.catalogue.keys(), ...Object.keys(ENGINE_RULES)]);
    const hint = suggestion === undefined ? '`pystd list codemods` and `pystd list rules` show them.' : `Did you mean ${suggestion}?`;
    throw new UsageError(`There is no codemod and no rule ${id}. ${hint}`);
  }
  return EXIT.done;
}

function aboutCodemod({ id, title, why, safety, rules, options, links, after, against }: Codemod<object>, { codemods: given }: Standard, paint: Paint): string {
  const inForce = { ...options, ...given.get(id) };
  return [
    `${paint.bold(id)}: ${title}`,
    '',
    why.trim(),
    '',
    `Safety   ${safety}`,
    `Rules    ${rules.join(', ')}`,
    ...(after ? [`After    ${after.join(', ')}`] : []),
    ...(against ? [`Against  ${against.join(', ')}`] : []),
    ...Object.entries(inForce).map(([name, value], index) => `${index === 0 ? 'Options ' : '        '} ${name} = ${JSON.stringify(value)}`),
    ...(links ?? []).map((link) => `See      ${link}`),
    '',
  ].join('\n');
}

function aboutRule(id: string, rule: Rule, standard: Standard, paint: Paint): string {
  const asking = shippedStandards().filter((name) => loadStandard(name, undefined).rules.has(id));
  const asked = standard.rules.get(id);
  const fixing = codemods.find(({ rules }) => rules.includes(id));
  const sources = rule.sources.map(({ seed, section, lines }) => `document ${seed}, ${section}, lines ${lines}`);
  return [
    paint.bold(id),
    '',
    rule.statement,
    '',
    `Standards  ${asking.join(', ')}`,
    `Source     ${sources.join('; ')}`,
    `Seen by    ${fixing === undefined ? 'nothing yet: not checked by machine' : `codemod ${fixing.id}`}`,
    `Detection  ${rule.detect}: ${rule.detectHow}`,
    `Fix        ${rule.fix}: ${rule.fixHow}`,
    ...(asked && Object.keys(asked.params).length > 0 ? [`Parameters ${JSON.stringify(asked.params)} (${standard.id})`] : []),
    '',
  ].join('\n');
}
