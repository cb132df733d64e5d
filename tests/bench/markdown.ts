import type { CommandFigures } from './figures.ts';
import type { Comparison, Race } from './libcst.ts';
import { targetsOf, type Findings } from './targets.ts';

/** The findings as Markdown tables. */
export function findingsMarkdown(findings: Findings): string {
  const { machine, repositories, comparison } = findings;
  const rows = repositories.flatMap(({ name, files, lines, readFloor, check, fix }) =>
    ([['check', check], ['fix --dry-run', fix]] as const).map(([command, figures], index) => [
      ...(index === 0 ? [name, grouped(files), grouped(lines), seconds(readFloor)] : ['', '', '', '']),
      ...commandCells(command, figures),
    ]),
  );
  const head = ['Repository', 'Text files', 'Lines of Python', 'Read floor', 'Command', 'Total', 'Lines a second', 'Peak memory', 'Texts parsed', 'Parse floor', '(total − read) / parse', 'total / (read + parse)'];
  const targets = targetsOf(findings).map(({ wanted, found, met }) => [wanted, found, met ? 'met' : '**not met**']);
  return [
    machine,
    'Each time is the least of several interleaved rounds, of a whole process from start to end; a parse floor is the parsing alone.',
    table(head, rows),
    ...(comparison ? [comparisonTable(comparison)] : []),
    table(['Target', 'Found', ''], targets),
    '',
  ].join('\n\n');
}

function commandCells(command: string, figures: CommandFigures): string[] {
  return [
    command,
    seconds(figures.seconds),
    grouped(figures.linesPerSecond),
    `${figures.memory.toFixed(0)} MiB`,
    grouped(figures.parsed),
    seconds(figures.parseFloor),
    figures.overParse.toFixed(2),
    figures.overFloors.toFixed(2),
  ];
}

function comparisonTable({ version, parsed, resolved, prefiltered }: Comparison): string {
  const row = (kind: string, { repository, pystd, libcst, changed, same }: Race): string[] => [
    kind, repository, seconds(pystd), seconds(libcst), `${(libcst / pystd).toFixed(1)} ×`, `${changed} files changed, ${same ? 'to equal texts' : '**to other texts**'}`,
  ];
  const rows = [
    row('every file parsed by both', parsed),
    row('every file parsed and every call resolved by both', resolved),
    row('only files that hold the text', prefiltered),
  ];
  return table(['docs-gating', 'Repository', 'pystd', `LibCST ${version}`, 'Ratio', 'Result'], rows);
}

function seconds(value: number): string {
  return `${value.toFixed(3)} s`;
}

function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
