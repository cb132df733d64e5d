import { folderOf, insertText, isYamlProblem, lineStart, nameOf, nodesIn, parseYaml, setScalar, type YamlDocument, type YamlMapping, type YamlNode, type YamlScalar } from '#pystd';
import { planFor, type YamlPlan } from '../pipelines/plan.ts';
import type { FileKind, Surroundings } from '../surroundings.ts';
import { childOf, scalarAt } from '../workflows/steps.ts';

/** Dependabot's `pip` entries of the folders that move to uv: Poetry's lock files were `pip`'s, uv's are an ecosystem of their own. */
export const dependabot: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.github\/dependabot\.ya?ml$/.test(path) && /package-ecosystem:\s*["']?(?:pip|poetry)\b/.test(text),
  rewrite: (rewrite, surroundings) => {
    const read = parseYaml(rewrite.file.text);
    if (isYamlProblem(read)) return;
    const plan = planFor(rewrite);
    for (const document of read.documents) {
      const updates = childOf(document.root, 'updates');
      if (updates?.kind !== 'sequence') continue;
      for (const { value } of updates.items) if (value.kind === 'mapping') followEntry(plan, document, value, updates.items.map((item) => item.value), surroundings);
    }
    plan.finish();
  },
};

function followEntry(plan: YamlPlan, document: YamlDocument, entry: YamlMapping, all: readonly YamlNode[], surroundings: Surroundings): void {
  const ecosystem = scalarAt(entry, ['package-ecosystem']);
  if (!ecosystem || !/^(?:pip|poetry)$/.test(ecosystem.text)) return;
  const folders = foldersOf(entry);
  const covered = coveredBy(folders, surroundings);
  if (covered.uv.length === 0) return;
  const where = folders.map((folder) => `\`${folder}\``).join(', ');
  if (covered.others.length > 0) {
    const named = (list: readonly string[]): string => list.map((folder) => `\`/${folder}\``).join(', ');
    return plan.flag(ecosystem.span, `This entry covers folders of uv (${named(covered.uv)}) and of pip (${named(covered.others)}): it must be split into one for each.`);
  }
  const isThere = all.some((other) => other !== entry && other.kind === 'mapping' && scalarAt(other, ['package-ecosystem'])?.text === 'uv' && foldersOf(other).some((folder) => folders.includes(folder)));
  if (isThere && covered.lists.length > 0) return;
  if (isThere) return plan.flag(ecosystem.span, `There is an entry for uv that covers ${where} already: this one is for nothing any more.`);
  if (covered.lists.length === 0) return plan.change(ecosystem.span, `The dependencies in ${where} are uv's now.`, [setScalar(document, ecosystem.path, 'uv')]);
  const message = `The dependencies in ${where} are uv's now; ${covered.lists.map((path) => `\`${path}\``).join(', ')} beside them stay pip's, so that there is an entry for each.`;
  plan.change(ecosystem.span, message, [nodesIn(entry).some(({ anchor }) => anchor !== undefined) ? { problem: 'the entry has an anchor.' } : insertText(document, { after: entry.path }, copyOf(document, entry, ecosystem))]);
}

/** The lines of an entry, for uv. */
function copyOf({ file: { text } }: YamlDocument, entry: YamlMapping, { span }: YamlScalar): string {
  const column = entry.span.start - lineStart(text, entry.span.start);
  const lines = `${text.slice(entry.span.start, span.start)}uv${text.slice(span.end, entry.span.end).replace(/^(["']?)[ \t]+#[^\r\n]*/, '$1')}`;
  return `${' '.repeat(column - 2)}- ${lines}`;
}

/** As written, with a slash in front. */
function foldersOf(entry: YamlMapping): readonly string[] {
  const one = scalarAt(entry, ['directory']);
  const several = childOf(entry, 'directories');
  const texts = [...(one ? [one.text] : []), ...(several?.kind === 'sequence' ? several.items.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : [])) : [])];
  return texts.map((text) => `/${text.replace(/^\.?\/+/, '').replace(/\/+$/, '')}`);
}

/** What an entry covers. */
interface Covered {
  readonly uv: readonly string[];
  readonly others: readonly string[];
  /** Requirements written by hand beside a project of uv. */
  readonly lists: readonly string[];
}

/** The folders that an entry covers: those of projects with uv, and those where pip or Poetry still has something to look after. */
function coveredBy(patterns: readonly string[], { projects, task }: Surroundings): Covered {
  const isCovered = (folder: string): boolean => patterns.some((pattern) => matches(pattern, `/${folder}`));
  const uv = projects.filter(({ state, folder }) => state !== 'kept' && isCovered(folder)).map(({ folder }) => folder);
  const others = new Set<string>();
  const lists: string[] = [];
  for (const [path, { text }] of task.repo.files) {
    const folder = folderOf(path);
    if (!isOfPip(nameOf(path), text) || !isCovered(folder)) continue;
    if (!uv.includes(folder)) others.add(folder);
    else if (/\.(?:txt|in)$/.test(path)) lists.push(path);
  }
  return { uv, others: [...others], lists };
}

/** Whether pip's ecosystem looks after a file. */
function isOfPip(name: string, text: string): boolean {
  if (/requirements.*\.(?:txt|in)$/.test(name)) return !isExported(text);
  if (name === 'setup.cfg') return /^install_requires/m.test(text);
  return name === 'Pipfile' || name === 'setup.py' || (name === 'pyproject.toml' && /^\[(?:project|tool\.poetry)\]/m.test(text));
}

/** Whether a list of requirements is made from a lock, so that the lock decides. */
function isExported(text: string): boolean {
  return /--hash=sha256:/.test(text) || /; python_version|; python_full_version/.test(text);
}

/** `*` is any part of a folder's name, `**` any folders. */
function matches(pattern: string, folder: string): boolean {
  const body = pattern.split(/(\*\*\/?|\*)/).map((part) => (part === '*' ? '[^/]*' : part.startsWith('**') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))).join('');
  return new RegExp(`^${body}$`).test(folder);
}
