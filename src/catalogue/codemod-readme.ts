import type { Rule } from '../engine/rule.ts';
import type { Standard } from '../engine/standard.ts';
import type { Described, DescribedOption } from './described.ts';
import type { Example } from './example.ts';
import { code, document, fenced, generatedNote, markdownTable } from './markdown.ts';
import { tomlKey, tomlText } from './toml-text.ts';

const SAFETY: Readonly<Record<string, string>> = {
  safe: 'Its changes are **safe**: the program means the same afterwards.',
  review: 'Its changes are for **review**: a person should agree first.',
};

/**
 * The README of one codemod: why, what for, how far to trust it, what can be set, what it does to the example, and what was measured of it
 * (Markdown of a benchmark, where there is one).
 */
export function codemodReadme(codemod: Described, example: Example, measured: string | undefined, rules: ReadonlyMap<string, Rule>, standards: readonly Standard[], shipped: ReadonlySet<string>): string {
  return document(
    generatedNote('index.ts and the example fixture'),
    `# ${codemod.title}`,
    `Codemod ${code(codemod.id)}. ${SAFETY[codemod.safety] ?? ''}`,
    codemod.why,
    '## Rules',
    ruleTable(codemod, rules, standards),
    ...orderOf(codemod, shipped),
    ...optionsOf(codemod),
    '## Example',
    example.diff === '' ? 'Nothing is changed.' : fenced('diff', example.diff),
    example.findings === '' ? '' : fenced('text', example.findings),
    ...(measured === undefined ? [] : ['## Measured', measured.trim()]),
    ...(codemod.links.length === 0 ? [] : ['## Links', codemod.links.map((link) => `- <${link}>`).join('\n')]),
  );
}

function ruleTable({ rules: ids }: Described, rules: ReadonlyMap<string, Rule>, standards: readonly Standard[]): string {
  const rows = ids.map((id) => {
    const asking = standards.filter((standard) => standard.rules.has(id)).map((standard) => code(standard.id));
    return [code(id), rules.get(id)?.statement ?? '', asking.length === 0 ? 'no standard' : asking.join(', ')];
  });
  return markdownTable(['Rule', 'Statement', 'Asked for by'], rows);
}

function orderOf({ id, after, against, onRequest }: Described, shipped: ReadonlySet<string>): string[] {
  const named = (ids: readonly string[]): string => ids.map((id) => (shipped.has(id) ? `[${code(id)}](../${id}/README.md)` : `${code(id)} (planned)`)).join(', ');
  const lines = [
    ...(onRequest ? [`- Runs only when it is named: \`--only ${id}\`, or \`also = ["${id}"]\` in \`pystd.toml\`.`] : []),
    ...(after.length === 0 ? [] : [`- Comes after ${named(after)}, where both are in a plan.`]),
    ...(against.length === 0 ? [] : [`- Is never in one plan with ${named(against)}.`]),
  ];
  return lines.length === 0 ? [] : ['## Order', lines.join('\n')];
}

function optionsOf({ id, options }: Described): string[] {
  if (options.length === 0) return ['## Options', 'There is nothing to set.'];
  const rows = options.map((option) => [code(option.name), code(option.type.replace(/\s+/g, ' ')), option.default === undefined ? '' : code(tomlText(option.default)), meaningOf(option)]);
  const settings = options.flatMap((option) => (option.default === undefined ? [] : [`${tomlKey(option.name)} = ${tomlText(option.default)}`]));
  return ['## Options', markdownTable(['Option', 'Type', 'Default', 'Meaning'], rows), `In \`pystd.toml\`:`, fenced('toml', [`[codemods.${tomlKey(id)}]`, ...settings].join('\n'))];
}

function meaningOf({ description, parameter }: DescribedOption): string {
  return parameter === undefined ? description : `${description} The standard sets it by ${code(parameter)}.`;
}
