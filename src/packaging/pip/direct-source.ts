import { gitUrl } from '../git-url.ts';
import { isProblem, type Problem } from '../problem.ts';
import { isName } from '../requirement/index.ts';
import type { UvSource } from '../uv/sources.ts';

/** A path or URL of a requirements file as uv says it. */
export interface DirectSource {
  readonly name: string;
  readonly source: UvSource;
}

/** What the folder or file of a path is, as the repository knows it; the path is as the file writes it. */
export interface PathFacts {
  /** The name of the project in a folder; `undefined` when nothing says it. */
  projectName(path: string): string | undefined;
  /** The path from the project's folder. */
  fromProject(path: string): string | undefined;
}

/** `./libs/prices`, `git+https://…@v2#egg=prices`, `https://…/prices-1.0-py3-none-any.whl`: the name, and what `[tool.uv.sources]` says of it. */
export function directSource(target: string, isEditable: boolean, egg: string | undefined, facts: PathFacts): DirectSource | Problem {
  const source = /^[a-z][a-z0-9+.-]+:/i.test(target) && !/^file:(?!\/\/)/i.test(target) ? urlSource(target) : pathSource(target, isEditable, facts);
  if (isProblem(source)) return source;
  const name = egg ?? nameIn(target) ?? ('path' in source ? facts.projectName(target) : undefined);
  if (name === undefined || !isName(name)) return { problem: `What \`${target}\` is called is not known: uv needs the name of the package.` };
  return { name, source };
}

/** What uv is told of a URL of PEP 508 or pip. */
export function urlSource(url: string): UvSource | Problem {
  const [whole = '', fragment = ''] = url.split('#');
  const subdirectory = /(?:^|&)subdirectory=([^&]+)/.exec(fragment)?.[1];
  if (/\$\{?\w/.test(whole)) return { problem: `\`${url}\` holds a variable, which \`[tool.uv.sources]\` does not fill in.` };
  if (/^(?:hg|svn|bzr)\+/i.test(whole)) return { problem: `\`${url}\` is in a version control that uv does not know.` };
  const more = subdirectory === undefined ? {} : { subdirectory };
  if (!/^git\+|^git:/i.test(whole)) return /^https?:/i.test(whole) ? { url: whole, ...more } : { problem: `\`${url}\` is not an address that uv takes.` };
  const [, address = whole, rev] = /^(.*[^/:@][^@]*)@([^@/]+(?:\/[^@]+)?)$/.exec(whole) ?? [];
  const isUser = rev !== undefined && !/[/:]/.test(address.replace(/^(?:git\+)?[a-z+]+:\/\//i, ''));
  const git = gitUrl(isUser ? whole : address.replace(/\/$/, ''));
  if (isProblem(git)) return git;
  return { git, ...(rev !== undefined && !isUser && { rev }), ...more };
}

function pathSource(target: string, isEditable: boolean, facts: PathFacts): UvSource | Problem {
  const path = facts.fromProject(target.replace(/^file:(?:\/\/)?/i, ''));
  if (path === undefined) return { problem: `\`${target}\` lies outside of the repository.` };
  return { path, ...(isEditable && { editable: true as const }) };
}

/** The name in the name of a built distribution. */
function nameIn(target: string): string | undefined {
  const file = target.replace(/[?#].*$/, '').replace(/^.*\//, '');
  return /^([A-Za-z0-9][\w.]*)-[^-]+(?:-[^-]+)?-[^-]+-[^-]+-[^-]+\.whl$/.exec(file)?.[1] ?? /^([A-Za-z0-9][\w.-]*)-\d[\w.]*\.(?:zip|tar\.gz|tgz)$/.exec(file)?.[1];
}
