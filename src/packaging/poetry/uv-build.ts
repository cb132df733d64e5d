import type { TargetArray, TargetItem, TomlInput } from '../../formats/toml/index.ts';
import type { Problem } from '../problem.ts';
import { defaultModuleName } from '../uv/build-backend.ts';
import type { BuildFacts, PathRule } from './build-facts.ts';
import type { PackageInclude } from './layout.ts';
import { mayMeet, tidyPath } from './project-files.ts';
import { folderOfScripts } from './scripts-folder.ts';

type Settings = { readonly [key: string]: TomlInput | TargetArray };

/** `[tool.uv.build-backend]` for the same distribution that Poetry built, or why uv_build cannot build it (a clause without full stop). */
export function uvBuildSettings(facts: BuildFacts): Settings | Problem {
  const { layout, files } = facts;
  if (layout.kind === 'nothing') return { problem: layout.because };
  const modules = layout.packages.filter(({ formats }) => formats.includes('wheel'));
  const sources = layout.packages.filter(({ formats }) => !formats.includes('wheel'));
  const objection = modules.map((one) => objectionTo(one, sources, facts)).find((one) => one !== undefined);
  if (objection !== undefined) return { problem: objection };
  const [root, ...others] = new Set(modules.map(({ from }) => from));
  if (root === undefined) return { problem: 'nothing is meant for its wheel' };
  if (others.length > 0) return { problem: 'its packages are in several folders' };
  const moved = sources.find(({ to }) => to !== undefined);
  if (moved) return { problem: `\`${moved.include}\` is put below \`${moved.to ?? ''}\`` };
  const scripts = facts.commandFiles.length === 0 ? undefined : folderOfScripts(facts.commandFiles, files);
  if (scripts === undefined && facts.commandFiles.length > 0) return { problem: 'it takes a whole folder of scripts, and not some files of one' };
  const rules = sourceRules(facts, modules.map(pathOf), sources);
  if ('problem' in rules) return rules;
  const names = modules.map(({ include }) => include.replaceAll('/', '.'));
  return {
    ...(root !== 'src' && { 'module-root': root }),
    ...((names.length > 1 || names[0] !== defaultModuleName(facts.name)) && { 'module-name': names.length === 1 ? (names[0] ?? '') : names }),
    ...(modules.some(({ kind }) => kind === 'namespace') && { namespace: true }),
    ...rules,
    ...(scripts !== undefined && { data: { scripts } }),
  };
}

function pathOf({ from, include }: PackageInclude): string {
  return tidyPath(`${from}/${include}`);
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

function objectionTo(one: PackageInclude, sources: readonly PackageInclude[], { files }: BuildFacts): string | undefined {
  const { include, from, to, formats, kind } = one;
  if (kind === 'module') return `\`${include}\` is a single file, and uv_build knows only packages`;
  if (kind === 'glob') return `\`${include}\` is a pattern`;
  if (to !== undefined) return `\`${include}\` is installed below \`${to}\``;
  // uv_build's source distribution has the modules in it.
  if (!formats.includes('sdist') && !sources.some((other) => isBelow(pathOf(one), pathOf(other)))) return `\`${include}\` is meant for one format only`;
  const parts = include.split('/');
  if (!parts.every((part) => /^[A-Za-z_]\w*(-stubs)?$/.test(part))) return `\`${include}\` is no name of a module`;
  const above = parts.slice(0, -1).map((_, index) => tidyPath(`${from}/${parts.slice(0, index + 1).join('/')}/__init__.py`));
  return above.some((path) => files.isFile(path)) ? `\`${include}\` is a part of a package` : undefined;
}

/** `include`, `exclude` and packages that are no modules, as uv_build says them. */
function sourceRules({ includes, excludes, files }: BuildFacts, modules: readonly string[], sources: readonly PackageInclude[]): Settings | Problem {
  // What lies in a module is in every format already.
  const isAdded = (path: string): boolean => !modules.some((module) => isBelow(path, module));
  const added = includes.filter(({ path }) => isAdded(tidyPath(path)));
  const forWheel = added.find(({ formats }) => formats.includes('wheel'));
  if (forWheel) return { problem: `\`${forWheel.path}\` goes into the wheel beside the package` };
  const forSource = excludes.find(({ formats }) => !formats.includes('wheel'));
  if (forSource) return { problem: `\`${forSource.path}\` is only excluded from the source distribution` };
  const rules = [...sources.map((one) => ({ at: one.at, path: pathOf(one) })).filter(({ path }) => isAdded(path)), ...added];
  const odd = [...rules, ...excludes].find(({ path }) => uvGlob(path) === undefined);
  if (odd) return { problem: `it does not know the pattern \`${odd.path}\`` };
  // An include wins over an exclude of the same path in Poetry, the other way round in uv_build.
  if (includes.some(({ path }) => excludes.some((other) => mayMeet(path, other.path)))) return { problem: 'files are excluded and included at once' };
  const excluded = (isSource: boolean): TargetItem[] => excludes.filter(({ formats }) => formats.includes('sdist') === isSource).map((rule) => ({ value: excludePattern(rule), origin: rule.at }));
  return {
    ...list('source-include', rules.map(({ at, path }) => ({ value: `${uvGlob(path) ?? ''}${files.isFolder(path) ? '/**' : ''}`, origin: at }))),
    ...list('source-exclude', excluded(true)),
    ...list('wheel-exclude', excluded(false)),
  };
}

function list(key: string, items: readonly TargetItem[]): Settings {
  return items.length === 0 ? {} : { [key]: { items, isCompact: true } };
}

/** uv looks for an exclusion in every folder unless it begins with a slash. */
function excludePattern({ path }: PathRule): string {
  const glob = uvGlob(path) ?? '';
  return glob.startsWith('**/') ? glob : `/${glob}`;
}

/** A pattern as uv_build takes it: the globs of PEP 639, with a backslash before everything else. */
function uvGlob(path: string): string | undefined {
  const parts = tidyPath(path).split('/').map((part) => {
    if (part === '**') return part;
    if (part === '' || part === '..' || part.includes('**')) return undefined;
    const escaped = part.replace(/\[[\w.-]+\]|[^\w.*?-]/g, (token) => (token.length > 1 ? token : `\\${token}`));
    return /\\[[\]\\]/.test(escaped) ? undefined : escaped;
  });
  return parts.every((part) => part !== undefined) ? parts.join('/') : undefined;
}
