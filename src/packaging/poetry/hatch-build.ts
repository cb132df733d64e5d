import type { TargetEntry, TargetTable, TomlInput } from '../../formats/toml/index.ts';
import type { Problem } from '../problem.ts';
import type { BuildFacts } from './build-facts.ts';
import type { PackageInclude } from './layout.ts';
import { isGlob, mayMeet, tidyPath } from './project-files.ts';

const WHEEL = ['tool', 'hatch', 'build', 'targets', 'wheel'] as const;
const SDIST = ['tool', 'hatch', 'build', 'targets', 'sdist'] as const;

/** hatchling's settings for the same distribution that Poetry built, or why it cannot build it (a clause without full stop). */
export function hatchTables(facts: BuildFacts): readonly TargetTable[] | Problem {
  const { layout, includes, excludes, files, commandFiles } = facts;
  if (layout.kind === 'nothing') return { problem: layout.because };
  const { packages } = layout;
  const objection = packages.map(objectionTo).find((one) => one !== undefined);
  if (objection !== undefined) return { problem: objection };
  const roots = packages.map(rootOf);
  const isInside = (path: string): boolean => roots.some((root) => path === root || path.startsWith(`${root}/`));
  const forced = includes.filter(({ path, formats }) => formats.includes('wheel') && !isInside(tidyPath(path)));
  const odd = forced.find(({ path }) => isGlob(path)) ?? excludes.find(({ formats }) => formats.length !== 2);
  if (odd) return { problem: `\`${odd.path}\` is for some formats only` };
  const missing = includes.find(({ path }) => files.matching(path).length === 0);
  if (missing) return { problem: `\`${missing.path}\` is not in the repository` };
  if (includes.some(({ path }) => excludes.some((other) => mayMeet(path, other.path)))) return { problem: 'files are excluded and included at once' };
  const exclude = excludes.map(({ path }) => (path.startsWith('**/') ? path : `/${tidyPath(path)}`));
  const excluded: TargetEntry[] = exclude.length > 0 ? [{ key: 'exclude', value: exclude }] : [];
  const moved = packages.filter(({ to }) => to !== undefined);
  const stripped = [...new Set(packages.map(({ from }) => from).filter((from) => from !== ''))];
  // hatchling does not say which of two folders decides when one is in the other.
  const plain = [...new Set(packages.filter(({ to }) => to === undefined).map(({ from }) => from))];
  const torn = moved.find((one) => plain.some((from) => from !== '' && rootOf(one).startsWith(`${from}/`)));
  if (torn) return { problem: `\`${torn.include}\` is installed elsewhere than its neighbours` };
  const sources: TargetEntry[] = stripped.length > 0 && moved.length === 0 ? [{ key: 'sources', value: stripped }] : [];
  return [
    { path: [...SDIST], entries: [{ key: 'include', value: [...roots, ...includes.map(({ path }) => tidyPath(path)), ...commandFiles.map(({ path }) => tidyPath(path))].map((path) => `/${path}`) }, ...excluded] },
    { path: [...WHEEL], entries: [{ key: 'only-include', value: roots }, ...sources, ...excluded] },
    ...mapping('sources', moved.length === 0 ? [] : [...moved.map((one) => [rootOf(one), tidyPath(`${one.to ?? ''}/${one.include}`)] as const), ...plain.filter((from) => from !== '').map((from) => [from, ''] as const)]),
    ...mapping('force-include', forced.map(({ path }) => [tidyPath(path), tidyPath(path)])),
    ...mapping('shared-scripts', commandFiles.map(({ path }) => [tidyPath(path), path.split('/').at(-1) ?? path])),
  ];
}

function mapping(key: string, pairs: readonly (readonly [string, TomlInput])[]): TargetTable[] {
  return pairs.length === 0 ? [] : [{ path: [...WHEEL, key], entries: pairs.map(([from, to]) => ({ key: from, value: to })) }];
}

function rootOf({ from, include }: PackageInclude): string {
  return tidyPath(`${from}/${include}`);
}

function objectionTo({ include, formats, kind, to }: PackageInclude): string | undefined {
  if (kind === 'module' && to !== undefined) return `the single file \`${include}\` is installed below \`${to}\``;
  if (kind === 'glob') return `\`${include}\` is a pattern`;
  return formats.length !== 2 ? `\`${include}\` is meant for one format only` : undefined;
}
