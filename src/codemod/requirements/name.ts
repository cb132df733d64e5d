import { normaliseName } from '../../packaging/requirement/index.ts';
import { folderOf, nameOf, type RepoPath } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/** What a new project is called. */
export interface FoundName {
  readonly name: string;
  /** Where the name stands, as the end of a sentence; `undefined` for the folder's own, and for one that nothing tells. */
  readonly because: string | undefined;
  /** Nothing tells the name, or only a folder that says nothing. */
  readonly isUnknown: boolean;
}

/** Folders by what lies in them: these say nothing of the project. */
const PLAIN = /^(?:src|source|app|code|project|python|py|main|root|workspace|repo|work|build|checkout|files?)$/;

/** Headings by what follows. */
const PLAIN_HEADING = /^(?:readme(?:\.md)?|overview|about|introduction|project|table-of-contents|contents|description|welcome|getting-started|installation|setup|features|(?:the-)?documentation)$/;

/**
 * The name of the project in a folder: the folder's own where it says something, else the repository's, by where it was cloned from, by what
 * its readme has people clone, or by the heading of the readme.
 *
 * @param dependencies names as PEP 503 compares them: a project cannot be called like a package that it asks for
 */
export function nameFor(view: RepositoryView, folder: string, dependencies: ReadonlySet<string>): FoundName {
  const own = slug(nameOf(folder === '' ? view.repo.outer.prefix.replace(/\/$/, '') : folder));
  const readmes = [...new Set([folder, ''])].flatMap((one) => readmeIn(view, one) ?? []);
  const candidates: FoundName[] = [
    ...(PLAIN.test(own) ? [] : [found(own, undefined)]),
    found(slug(view.repo.outer.clonedAs ?? ''), 'the repository it was cloned from'),
    ...readmes.map(({ path, text }) => found(clonedIn(text), `the repository that \`${path}\` has people clone`)),
    ...readmes.map(({ path, text }) => found(headingOf(text), `the heading of \`${path}\``)),
    { ...found(own, undefined), isUnknown: true },
  ];
  const known = candidates.find(({ name }) => name !== '') ?? { name: 'project', because: undefined, isUnknown: true };
  return dependencies.has(normaliseName(known.name)) ? { ...known, name: `${known.name}-project` } : known;
}

function found(name: string, because: string | undefined): FoundName {
  return { name, because, isUnknown: false };
}

function readmeIn({ repo }: RepositoryView, folder: string): { readonly path: RepoPath; readonly text: string } | undefined {
  return [...repo.files.values()].filter(({ path }) => folderOf(path) === folder && /^readme(?:\.(?:md|rst|txt))?$/i.test(nameOf(path)))[0];
}

/** The one repository that a text has people clone; `your-name/…` is nobody's. */
function clonedIn(text: string): string {
  const urls = [...text.matchAll(/\bgit clone (?:-\S+ )*["'`]?(?:https?:\/\/|git@|ssh:\/\/)[\w.-]+(?::\d+)?[/:](?:[\w.~-]+\/)*([\w.-]+?)(?:\.git)?\/?(?=["'`\s)]|$)/gm)];
  const names = new Set(urls.map(([, name = '']) => slug(name)));
  const [only = ''] = names;
  return names.size === 1 && !/^(?:your|my|username|example|repo)\b/.test(only) ? only : '';
}

/** What stands in the first heading, up to what explains it: `# Bookshop: sells books`. */
function headingOf(text: string): string {
  const lines = text.replace(/\r/g, '').replace(/<!--[^]*?-->/g, '').split('\n').slice(0, 40);
  for (const [index, line] of lines.entries()) {
    const heading = /^\s{0,3}#\s+(.*?)\s*#*\s*$/.exec(line)?.[1] ?? /<h1\b[^>]*>([^<]+)<\/h1>/.exec(line)?.[1] ?? (/^(?:={3,}|-{3,})\s*$/.test(lines[index + 1] ?? '') && /^\w/.test(line) ? line : undefined);
    if (heading === undefined) continue;
    const plain = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/<[^>]+>|\([^)]*\)|[*_`~]|:[\w+-]+:/g, '').split(/\s+[-–—|:]+\s+|:\s|\s\(/)[0] ?? '';
    const title = /^[A-Za-z0-9][\w .&+'-]{1,40}$/.test(plain.replace(/[^\x20-\x7E]/g, '').trim()) ? slug(plain) : '';
    return PLAIN_HEADING.test(title) ? '' : title;
  }
  return '';
}

function slug(text: string): string {
  return text.trim().toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/-{2,}/g, '-').replace(/^[._-]+|[._-]+$/g, '');
}
