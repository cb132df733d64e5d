import type { Rule } from '../engine/rule.ts';
import type { Standard } from '../engine/standard.ts';
import type { Described } from './described.ts';
import { code, document, generatedNote, markdownTable } from './markdown.ts';

/** `codemods/README.md`: every codemod in a line. */
export function codemodsReadme(codemods: readonly Described[], standards: readonly Standard[]): string {
  const rows = codemods.map((codemod) => [
    `[${code(codemod.id)}](${codemod.id}/README.md)`,
    codemod.title,
    codemod.safety,
    String(codemod.rules.length),
    standards.filter(({ rules }) => codemod.rules.some((rule) => rules.has(rule))).map(({ id }) => code(id)).join(', '),
  ]);
  return document(
    generatedNote('the codemods and the standards'),
    '# Codemods',
    'Each folder is one codemod: `index.ts` says what it looks for and what it does, its README is generated from that and from `fixtures/<id>/example`. What the standards ask for is in [`standards`](standards/README.md).',
    markdownTable(['Codemod', 'What it does', 'Safety', 'Rules', 'Standards'], rows),
  );
}

/** `codemods/standards/README.md`: what each standard asks for, and which codemods look after it. */
export function standardsReadme(codemods: readonly Described[], standards: readonly Standard[], rules: ReadonlyMap<string, Rule>): string {
  const areas = [...new Set([...rules.values()].map(({ area }) => area))];
  return document(
    generatedNote('the standards, the rules and the codemods'),
    '# Standards',
    `${rules.size} rules in ${areas.length} areas are stated in [\`rules\`](rules), one table a rule; a standard says which of them it asks for and with which parameters. A file of your own says \`extends = "<standard>"\` and what differs.`,
    markdownTable(
      ['Standard', 'Title', 'Levels', 'Rules', 'Looked after by codemods', 'For a person'],
      standards.map((standard) => overviewRow(standard, codemods)),
    ),
    '## Rules by area',
    markdownTable(
      ['Area', 'Rules', ...standards.map(({ id }) => code(id))],
      areas.map((area) => [
        `[${code(area)}](rules/${area}.toml)`,
        String([...rules.values()].filter((rule) => rule.area === area).length),
        ...standards.map((standard) => String([...standard.rules.values()].filter(({ rule }) => rule.area === area).length)),
      ]),
    ),
    ...standards.flatMap((standard) => sectionOf(standard, codemods)),
  );
}

function overviewRow(standard: Standard, codemods: readonly Described[]): string[] {
  const looked = new Set(codemods.flatMap((codemod) => codemod.rules.filter((rule) => standard.rules.has(rule))));
  const people = [...standard.rules.values()].filter(({ rule }) => rule.fix === 'manual');
  const levels = standard.levels.map((level) => code(level)).join(', ');
  return [`[${code(standard.id)}](${standard.id}.toml)`, standard.title, levels, String(standard.rules.size), String(looked.size), String(people.length)];
}

function sectionOf(standard: Standard, codemods: readonly Described[]): string[] {
  const rows = codemods.flatMap((codemod) => {
    const rules = codemod.rules.filter((rule) => standard.rules.has(rule));
    return rules.length === 0 ? [] : [[`[${code(codemod.id)}](../${codemod.id}/README.md)`, codemod.title, rules.map((rule) => code(rule)).join(', ')]];
  });
  const table = rows.length === 0 ? 'No codemod looks after its rules yet.' : markdownTable(['Codemod', 'What it does', 'Rules'], rows);
  return [`## ${standard.title}`, standard.description, table];
}
