import { isIniProblem, parseIni, type IniFile, type IniOption } from '../../formats/ini/index.ts';
import type { Edit } from '../../text/edit.ts';
import type { Problem } from '../problem.ts';
import type { SetupArguments } from './metadata.ts';

/** The package that a `setup.cfg` describes, by the names of `setup()`; `undefined` when it only configures tools. */
export function readSetupCfg(text: string): SetupArguments | undefined | Problem {
  const file = parseIni(text);
  if (isIniProblem(file)) return { problem: file.problem };
  const found = new Map<string, string | readonly string[] | ReadonlyMap<string, string | readonly string[]>>();
  for (const { name, options } of file.sections) {
    const [, table] = /^options\.(extras_require|entry_points)$/.exec(name) ?? [];
    if (table !== undefined) found.set(table, new Map(options.map((option) => [option.key, withComments(file, option)])));
    else if (name === 'metadata' || name === 'options') {
      for (const option of options) {
        const key = spelled(option.name);
        if (key === 'project_urls') found.set(key, urlsIn(option.value));
        else found.set(key, /^(?:install|tests|setup)_requires?$/.test(key) ? withComments(file, option) : option.value);
      }
    }
  }
  if (found.size === 0) return undefined;
  const dynamic = [...found].find(([key, value]) => typeof value === 'string' && /^(?:attr|file):/.test(value.trim()) && key !== 'long_description');
  return dynamic ? { problem: `\`${dynamic[0]}\` is read from somewhere else when the package is built.` } : found;
}

/** The lines of a value, comments among them. */
function withComments({ comments }: IniFile, { lines, span }: IniOption): readonly string[] {
  const inside = comments.filter((comment) => span.start < comment.span.start && comment.span.end <= span.end);
  return [...lines, ...inside].sort((a, b) => a.span.start - b.span.start).map(({ text }) => text.replace(/^;/, '#'));
}

/** Takes what `[project]` says away, and the sections that are empty then. */
export function withoutMoved(text: string, moved: readonly string[]): readonly Edit[] {
  const file = parseIni(text);
  if (isIniProblem(file)) return [];
  const edits: Edit[] = [];
  for (const [index, { name, header, options }] of file.sections.entries()) {
    const end = file.sections[index + 1]?.header.start ?? text.length;
    const isTable = /^options\.(?:extras_require|entry_points)$/.test(name);
    if (!isTable && name !== 'metadata' && name !== 'options') continue;
    const going = options.filter((option) => isTable || moved.includes(spelled(option.name)));
    if (going.length === options.length) edits.push({ span: { start: header.start, end }, text: '' });
    else for (const option of going) edits.push({ span: { start: option.above[0]?.span.start ?? option.span.start, end: option.span.end }, text: '' });
  }
  return edits;
}

/** setuptools takes hyphens and a few old names. */
function spelled(name: string): string {
  const plain = name.replace(/-/g, '_');
  return { home_page: 'url', summary: 'description', classifier: 'classifiers', platform: 'platforms' }[plain] ?? plain;
}

function urlsIn(value: string): ReadonlyMap<string, string> {
  return new Map(value.split('\n').flatMap((line) => {
    const [, label, url] = /^\s*([^=]+?)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    return label !== undefined && url !== undefined ? [[label, url] as const] : [];
  }));
}
