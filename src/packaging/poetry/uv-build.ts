import type { TomlInput } from '../../formats/toml/index.ts';
import type { Problem } from '../problem.ts';
import { defaultModuleName } from '../uv/build-backend.ts';
import type { BuildFacts, PathRule } from './build-facts.ts';
import type { PackageInclude } from './layout.ts';
import { tidyPath } from './project-files.ts';
import { folderOfScripts } from './scripts-folder.ts';

type Settings = { readonly [key: string]: TomlInput };

/** `[tool.uv.build-backend]` for the same distribution that Poetry built, or why uv_build cannot build it (a clause without full stop). */
export function uvBuildSettings(facts: BuildFacts): Settings | Problem {
  const { layout, files } = facts;
  if (layout.kind === 'nothing') return { problem: layout.because };
  const { packages } = layout;
  const objection = packages.map((one) => objectionTo(one, facts)).find((one) => one !== undefined);
  if (objection !== undefined) return { problem: objection };
  const [root, ...others] = new Set(packages.map(({ from }) => from));
  if (root === undefined || others.length > 0) return { problem: 'its packages are in several folders' };
  const scripts = facts.commandFiles.length === 0 ? undefined : folderOfScripts(facts.commandFiles, files);
  if (scripts === undefined && facts.commandFiles.length > 0) return { problem: 'it takes a whole folder of scripts, and not some files of one' };
  const rules = sourceRules(facts, packages);
  if ('problem' in rules) return rules;
  const modules = packages.map(({ include }) => include.replaceAll('/', '.'));
  return {
    ...(root !== 'src' && { 'module-root': root }),
    ...((modules.length > 1 || modules[0] !== defaultModuleName(facts.name)) && { 'module-name': modules.length === 1 ? (modules[0] ?? '') : modules }),
    ...(packages.some(({ kind }) => kind === 'namespace') && { namespace: true }),
    ...rules,
    ...(scripts !== undefined && { data: { scripts } }),
  };
}

function objectionTo({ include, from, to, formats, kind }: PackageInclude, { files }: BuildFacts): string | undefined {
  if (kind === 'module') return `\`${include}\` is a single file, and uv_build knows only packages`;
  if (kind === 'glob') return `\`${include}\` is a pattern`;
  if (to !== undefined) return `\`${include}\` is installed below \`${to}\``;
  if (formats.length !== 2) return `\`${include}\` is meant for one format only`;
  const parts = include.split('/');
  if (!parts.every((part) => /^[A-Za-z_]\w*(-stubs)?$/.test(part))) return `\`${include}\` is no name of a module`;
  const above = parts.slice(0, -1).map((_, index) => tidyPath(`${from}/${parts.slice(0, index + 1).join('/')}/__init__.py`));
  return above.some((path) => files.isFile(path)) ? `\`${include}\` is a part of a package` : undefined;
}

/** `include` and `exclude` as uv_build says them. */
function sourceRules({ includes, excludes, files }: BuildFacts, packages: readonly PackageInclude[]): Settings | Problem {
  const roots = packages.map(({ from, include }) => tidyPath(`${from}/${include}`));
  // What lies in a package is in every format already.
  const isInside = (path: string): boolean => roots.some((root) => path === root || path.startsWith(`${root}/`));
  const added = includes.filter(({ path, formats }) => !(formats.includes('wheel') && isInside(tidyPath(path))));
  const forWheel = added.find(({ formats }) => formats.includes('wheel'));
  if (forWheel) return { problem: `\`${forWheel.path}\` goes into the wheel beside the package` };
  const odd = [...added, ...excludes].find(({ path }) => !isPortableGlob(path));
  if (odd) return { problem: `it does not know the pattern \`${odd.path}\`` };
  // An include wins over an exclude in Poetry, the other way round in uv_build.
  if (excludes.length > 0 && includes.some(({ path }) => excludes.some((other) => overlap(path, other.path)))) return { problem: 'files are excluded and included at once' };
  const include = added.map(({ path }) => (files.isFolder(path) ? `${tidyPath(path)}/**` : tidyPath(path)));
  const exclude = excludes.map(excludePattern);
  return { ...(include.length > 0 && { 'source-include': include }), ...(exclude.length > 0 && { 'source-exclude': exclude }) };
}

/** uv looks for an exclusion in every folder unless it begins with a slash. */
function excludePattern({ path }: PathRule): string {
  const tidy = tidyPath(path);
  return tidy.startsWith('**/') ? tidy : `/${tidy}`;
}

/** The globs of PEP 639, which uv_build takes. */
function isPortableGlob(path: string): boolean {
  return path.trim() !== '' && !path.split('/').includes('..') && tidyPath(path).split('/').every((part) => part === '**' || (/^[\w.*?[\]-]+$/.test(part) && !part.includes('**')));
}

/** Whether two patterns may mean the same file: by what they begin with, up to the first wildcard. */
function overlap(a: string, b: string): boolean {
  const [x = '', y = ''] = [a, b].map((path) => tidyPath(path).replace(/[*?[].*$/s, ''));
  return x.startsWith(y) || y.startsWith(x);
}
