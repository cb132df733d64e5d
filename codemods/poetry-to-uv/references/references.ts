import { nameOf, type FileRewrite, type SourceFile, type Span } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';

/**
 * Settings of release tools and the like that point into Poetry's tables: paths such as `tool.poetry.version` and `$.tool.poetry.version`
 * follow where `[project]` has the same entry, and what edits or reads the tables as text is told.
 */
export const references: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && isSettings(path),
  rewrite(rewrite, { projectOf, projects }) {
    const { file } = rewrite;
    const project = projectOf(file.path);
    const owner = 'problem' in project ? sharedBy(projects) : project;
    if (!owner || owner.state === 'kept') return;
    for (const match of file.text.matchAll(POINTER)) point(rewrite, owner, match);
    providers(rewrite);
  },
};

/** A path into the tables, in the spellings of the tools: dotted, JSONPath, with brackets. */
const POINTER = /\btool(?:\.poetry|\[(["'])poetry\1\]|\/poetry)(?:(?:\.|\/)([A-Za-z][\w-]*)|\[(["'])([\w-]+)\3\])?(?![\w-])|\[(["'])tool\5\]\[(["'])poetry\6\](?:\[(["'])([\w-]+)\7\])?/g;

/** Entries that are the same in `[project]`. */
const SAME = /^(?:version|name|description|keywords|classifiers)$/;

function isSettings(path: string): boolean {
  return /\.(?:json|jsonc|json5|toml|ya?ml|cfg|ini|conf|properties|rc)$|rc$|(^|\/)\.\w[\w-]*rc(?:\.\w+)?$/.test(path) && nameOf(path) !== 'pyproject.toml' && !/lock/.test(nameOf(path));
}

function sharedBy(projects: readonly MigratedProject[]): MigratedProject | undefined {
  const [first] = projects;
  return projects.every(({ state, version }) => state !== 'kept' && (version === undefined) === (first?.version === undefined)) ? first : undefined;
}

function point(rewrite: FileRewrite, project: MigratedProject, match: RegExpExecArray): void {
  const [all, , dotted, , bracketed, , , , inBrackets] = match;
  const span = { start: match.index, end: match.index + all.length };
  if (rewrite.isSpokenOf(span) || isComment(rewrite.file, span) || isHeader(rewrite.file, span)) return;
  const key = dotted ?? bracketed ?? inBrackets;
  const isSame = key !== undefined && SAME.test(key) && (key !== 'version' || project.version !== undefined);
  if (isSame && !/[*+^(\\]\s*$/.test(rewrite.file.text.slice(Math.max(0, span.start - 2), span.start))) {
    return rewrite.change(span, `\`${all}\` is \`${projectPath(all)}\` now.`, [{ span, text: projectPath(all) }]);
  }
  const because = key === 'version' ? 'the version of the project is not written in `[project]`' : key === undefined ? 'its entries have other places now' : `\`${key}\` has another place or another form now`;
  rewrite.flag(span, `\`${all}\` points into a table that is gone, and ${because}: this setting finds nothing any more.`);
}

function projectPath(path: string): string {
  return path.replace(/^tool(?:\.poetry|\[["']poetry["']\]|\/poetry)/, 'project').replace(/^\[(["'])tool\1\]\[["']poetry["']\]/, '[$1project$1]');
}

/** commitizen reads the version through a provider; semantic-release and others have none of Poetry's. */
function providers(rewrite: FileRewrite): void {
  const { path, text } = rewrite.file;
  if (!/^\.?cz\.(?:toml|json|ya?ml)$/.test(nameOf(path))) return;
  for (const match of text.matchAll(/(version_provider["']?\s*[:=]\s*["']?)poetry\b/g)) {
    const start = match.index + (match[1] ?? '').length;
    rewrite.change({ start, end: start + 'poetry'.length }, 'commitizen finds the version in `[project]` now.', [{ span: { start, end: start + 'poetry'.length }, text: 'pep621' }]);
  }
}

/** `[tool.poetry]` of a manifest by another name: a template, test data. */
function isHeader({ path, text }: SourceFile, { start }: Span): boolean {
  return path.endsWith('.toml') && /(?:^|\n)[ \t]*\[{1,2}[ \t]*$/.test(text.slice(0, start));
}

function isComment({ path, text }: SourceFile, { start }: Span): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return (/^\s*[#;]/.test(before) && !/\.json/.test(path)) || /^\s*\/\//.test(before);
}
