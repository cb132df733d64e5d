import { table } from '../markdown.ts';
import type { Verdict } from './judge.ts';
import type { Mention } from './mentions.ts';

/** What one tool made of one repository. */
export interface Result {
  readonly tool: string;
  readonly repository: string;
  readonly projects: readonly Verdict[];
  /** Lines of files outside pyproject.toml on which Poetry was run before, and those left that the tool does not point at. */
  readonly mentioned: readonly Mention[];
  readonly left: readonly Mention[];
  readonly unpointed: readonly Mention[];
}

/** Processor time that pystd takes for one repository, in seconds. Reading includes the plan; fixing touches no disk. */
export interface OwnTime {
  readonly repository: string;
  readonly reading: number;
  readonly fixing: number;
}

/** How long pystd takes for all of them in one process. */
export interface Speed {
  readonly projects: number;
  readonly times: readonly OwnTime[];
}

/** The results as Markdown tables: the sums of each tool, then every repository. */
export function resultsMarkdown(tools: readonly string[], results: readonly Result[], versions: readonly string[], speed: Speed | undefined): string {
  const of = (tool: string): readonly Result[] => results.filter((result) => result.tool === tool);
  const rows = MEASURES.map(([name, measure]) => [name, ...tools.map((tool) => measure(of(tool)))]);
  const head = ['', ...tools];
  const repositories = new Set(results.map(({ repository }) => repository));
  return [
    `${repositories.size} public repositories with ${of(tools[0] ?? '').flatMap(({ projects }) => projects).length} Poetry projects. ${versions.join(', ')}.`,
    table(head, rows),
    ...(speed ? [speedSentence(speed)] : []),
    '',
  ].join('\n\n');
}

/** The time of each repository, the slowest first, and what they come to. */
export function speedMarkdown(speed: Speed): string {
  const slowest = [...speed.times].sort((a, b) => b.fixing - a.fixing);
  const milliseconds = (seconds: number): string => (seconds * 1000).toFixed(0);
  return [table(['Repository', 'Reading, ms', 'fix --dry-run, ms'], slowest.map(({ repository, reading, fixing }) => [repository, milliseconds(reading), milliseconds(fixing)])), speedSentence(speed)].join('\n\n');
}

function speedSentence({ projects, times }: Speed): string {
  const total = (part: 'reading' | 'fixing'): number => times.reduce((all, time) => all + time[part], 0);
  const sorted = [...times].sort((a, b) => a.fixing - b.fixing);
  const [half, slowest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const spread = half && slowest ? ` Half of the repositories take less than ${(half.fixing * 1000).toFixed(0)} ms, ${slowest.repository} takes ${slowest.fixing.toFixed(2)} s.` : '';
  const each = projects > 0 ? `, ${((total('fixing') / projects) * 1000).toFixed(0)} ms a project,` : '';
  return `pystd converts these ${projects} projects in ${total('fixing').toFixed(2)} s of processor time${each} in one process, besides ${total('reading').toFixed(2)} s for reading the repositories.${spread}`;
}

type Measure = (results: readonly Result[]) => string;

const MEASURES: readonly (readonly [name: string, measure: Measure])[] = [
  ['Projects converted', ofProjects(({ converted }) => converted)],
  ['… that `uv lock` can lock', ofProjects(({ locks }) => locks === 'yes', ({ locks }) => locks !== 'elsewhere')],
  ['… that `uv sync --frozen` can install', ofProjects(({ syncs }) => syncs === 'yes', ({ syncs }) => syncs !== 'elsewhere')],
  ['Wheels that can still be built', ofProjects(({ wheel }) => wheel?.builds === true, hadWheel)],
  ['… with the same files as before', ofProjects(({ wheel }) => wheel?.builds === true && wheel.files.length === 0, hadWheel)],
  ['… with the same requirements, extras and entry points', ofProjects(({ wheel }) => wheel?.builds === true && wheel.facts.length === 0, hadWheel)],
  ['Locked versions: same', ofVersions(({ same }) => same)],
  ['Locked versions: moved', ofVersions(({ moved }) => moved.length)],
  ['Locked versions: gone', ofVersions(({ lost }) => lost.length)],
  ['Comments of pyproject.toml kept', (results) => share(sum(results, ({ comments }) => comments.kept), sum(results, ({ comments }) => comments.all))],
  ['Files that ran Poetry and no longer do', (results) => share(filesOf(results, 'mentioned') - filesOf(results, 'left'), filesOf(results, 'mentioned'))],
  ['Lines that run Poetry, left without a word', (results) => share(count(results, 'unpointed'), count(results, 'mentioned'))],
];

function hadWheel({ wheel }: Verdict): boolean {
  return wheel !== undefined;
}

function ofProjects(holds: (verdict: Verdict) => boolean, counts: (verdict: Verdict) => boolean = () => true): Measure {
  return (results) => {
    const verdicts = results.flatMap(({ projects }) => projects).filter(counts);
    return share(verdicts.filter(holds).length, verdicts.length);
  };
}

function ofVersions(many: (versions: NonNullable<Verdict['versions']>) => number): Measure {
  return (results) => String(sum(results, ({ versions }) => (versions ? many(versions) : 0)));
}

function sum(results: readonly Result[], many: (verdict: Verdict) => number): number {
  return results.flatMap(({ projects }) => projects).reduce((total, verdict) => total + many(verdict), 0);
}

function count(results: readonly Result[], key: 'mentioned' | 'unpointed'): number {
  return results.reduce((total, result) => total + result[key].length, 0);
}

function filesOf(results: readonly Result[], key: 'mentioned' | 'left'): number {
  return results.reduce((total, result) => total + new Set(result[key].map(({ path }) => path)).size, 0);
}

function share(part: number, whole: number): string {
  return `${part} of ${whole}`;
}
