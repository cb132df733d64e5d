import { nameOf } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { dockerfileSites } from './dockerfile-sites.ts';
import { toxSites } from './ini-sites.ts';
import { devcontainerSites, lintStagedSites, packageJsonSites, releaseSites } from './json-sites.ts';
import { makefileSites } from './makefile-sites.ts';
import { jenkinsSites, procfileSites, shellScriptSites } from './plain-sites.ts';
import { proseSites } from './prose-sites.ts';
import type { CommandSite } from './site.ts';
import { pyprojectSites } from './toml-sites.ts';
import { vscodeSites } from './vscode-sites.ts';
import { yamlSites } from './yaml-sites.ts';

export type { CommandSite, SiteWord } from './site.ts';
export { joinFolders } from './working-folder.ts';

type Reader = (source: SourceFile, about: RegExp | undefined) => CommandSite[];

/** By name: the first that matches reads a file. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:.*[._-])?(?:Dockerfile|Containerfile)(?:[._-].*)?$|\.dockerfile$/i, dockerfileSites],
  [/^(?:GNU)?makefile(?:[.-].*)?$|\.mk$/i, (source) => makefileSites(source, 'make')],
  [/^\.?justfile$|\.just$/i, (source) => makefileSites(source, 'just')],
  [/\.(?:sh|bash|zsh|ksh|bats)(?:\.[\w-]+)?$|^\.envrc$|^\.?(?:bash|zsh)rc$/i, shellScriptSites],
  [/^Procfile(?:\..*)?$/, procfileSites],
  [/^Jenkinsfile|\.jenkinsfile$|\.groovy$/i, jenkinsSites],
  [/\.ya?ml$/i, yamlSites],
  [/\.(?:md|markdown|mdx|mdc)$/i, (source, about) => proseSites(source, 'markdown', about)],
  [/\.rst$/i, (source, about) => proseSites(source, 'rst', about)],
  [/^package\.json$/, packageJsonSites],
  [/^\.lintstagedrc(?:\.json)?$/, lintStagedSites],
  [/^\.(?:releaserc(?:\.json)?|release-it\.json)$/, releaseSites],
  [/^\.?devcontainer\.json$/, devcontainerSites],
  [/^(?:tasks|launch)\.json$|\.code-workspace$/, vscodeSites],
  [/^pyproject\.toml$/, pyprojectSites],
  [/^(?:tox\.ini|setup\.cfg)$/, toxSites],
];

/** Texts for people. */
const PROSE = /\.(?:md|markdown|mdx|mdc|rst)$/i;

/** What is said there was true once, and stays said. */
const HISTORY = /(^|\/)(?:change-?log|changes|history|news|release[-_]?notes?)(?:[-_.][^/]*)?$|(^|\/)(?:change-?logs?|release[-_]?notes|newsfragments)\//i;

const known = new WeakMap<SourceFile, Map<string, readonly CommandSite[]>>();

/**
 * Every command line of a file, of whichever program, in the order of the file: scripts, image builds, pipelines, recipes, tasks and
 * examples in texts for people. Files of other kinds have none. Ask only for files whose text has the program's name. With `about` (a pattern
 * that is not global) the examples of a text for people are only those in code that matches it: a long text is read much quicker so.
 */
export function commandSitesIn(file: SourceFile, about?: RegExp): readonly CommandSite[] {
  const name = nameOf(file.path);
  // Everybody gets the same sites of a file that is no text for people.
  const only = PROSE.test(name) ? about : undefined;
  const found = known.get(file)?.get(String(only));
  if (found) return found;
  if (HISTORY.test(file.path)) return [];
  const reader = READERS.find(([pattern]) => pattern.test(name))?.[1] ?? (isShellScript(file) ? shellScriptSites : undefined);
  const sites = reader ? reader(file, only).sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end) : [];
  known.set(file, (known.get(file) ?? new Map<string, readonly CommandSite[]>()).set(String(only), sites));
  return sites;
}

/** A file without an ending that begins with `#!/bin/sh` or the like. */
function isShellScript({ text }: SourceFile): boolean {
  return /^#!\s*(?:\S*\/)?(?:env\s+(?:-\S+\s+)?)?(?:\S*\/)?(?:ba|da|z|k|a)?sh\b/.test(text);
}
