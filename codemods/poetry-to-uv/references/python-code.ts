import { argumentListOf, argumentsOf, calleeOf, deepDescendants, enclosing, identifiersSpelled, parts, plainString, replacement, type FileRewrite, type PyNode, type SourceFile } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

/** Python that reads Poetry's tables: it fails at run time once they are gone. */
export const pythonCode: FileKind = {
  concerns: ({ path, text }) => path.endsWith('.py') && namesPoetry(text) && /["']poetry["']/.test(text),
  rewrite(rewrite, surroundings) {
    const module = surroundings.task.python.layout.moduleAt(rewrite.file.path);
    const project = surroundings.projectOf(rewrite.file.path);
    if (!module?.parses || ('state' in project && project.state === 'kept')) return;
    for (const node of deepDescendants(module.tree.root, () => true)) {
      const reading = readingOf(node);
      if (reading && !rewrite.isSpokenOf(reading.whole)) report(rewrite, surroundings, project, reading);
    }
  },
};

/** `data["tool"]["poetry"]["version"]`, `data.get("tool", {}).get("poetry", {})`. */
interface Reading {
  readonly whole: PyNode;
  /** What the tables are read off. */
  readonly data: PyNode;
  /** From behind `data` to behind `["poetry"]`. */
  readonly end: number;
  readonly key: string | undefined;
  readonly isSubscript: boolean;
  /** Whether a missing table is an error, and no default. */
  readonly raises: boolean;
}

function readingOf(node: PyNode): Reading | undefined {
  const inner = stepOf(node);
  if (inner?.key !== 'poetry') return undefined;
  const tool = stepOf(inner.of);
  if (tool?.key !== 'tool') return undefined;
  const around = node.parent && stepOf(node.parent)?.of === node ? stepOf(node.parent) : outerCall(node);
  return { whole: around?.node ?? node, data: tool.of, end: node.end, key: around?.key, isSubscript: inner.isSubscript && tool.isSubscript && (around?.isSubscript ?? false), raises: inner.isSubscript };
}

interface Step {
  readonly node: PyNode;
  readonly of: PyNode;
  readonly key: string;
  readonly isSubscript: boolean;
}

/** One key looked up: `x["key"]` or `x.get("key", …)`. */
function stepOf(node: PyNode): Step | undefined {
  if (node.type === 'subscript') {
    const [of, key] = parts(node);
    const said = key && plainString(key);
    return of && said !== undefined ? { node, of, key: said, isSubscript: true } : undefined;
  }
  if (node.type !== 'call') return undefined;
  const callee = calleeOf(node);
  const list = argumentListOf(node);
  const key = list && argumentsOf(list)[0]?.value;
  const said = key && plainString(key);
  const of = callee && parts(callee)[0];
  return callee?.type === 'attribute' && /\.get$/.test(callee.text) && said !== undefined && of ? { node, of, key: said, isSubscript: false } : undefined;
}

/** `x.get(…)` around `x`. */
function outerCall(node: PyNode): Step | undefined {
  const call = node.parent?.type === 'attribute' ? node.parent.parent : undefined;
  const step = call && stepOf(call);
  return step?.of === node ? step : undefined;
}

function report(rewrite: FileRewrite, surroundings: Surroundings, project: MigratedProject | { readonly problem: string }, reading: Reading): void {
  const { whole, data, key, end, isSubscript, raises } = reading;
  const { file } = rewrite;
  const old = `\`${whole.text.replace(/\s+/g, ' ')}\``;
  const standard = key === undefined ? undefined : STANDARD[key];
  const isStatic = 'state' in project && (key === 'name' || key === 'description' || (key === 'version' && project.version !== undefined));
  if (key === undefined && 'state' in project && isOfManifest(file, data) && isReadForNames(reading, project) && !isImported(surroundings, file, reading)) {
    return rewrite.change(whole, `${old} reads Poetry's table; what is taken out of it stands in \`[project]\` now.`, [replacement({ start: data.end, end }, tableSpelled(file, data.end, end))]);
  }
  if (isSubscript && standard !== undefined && isStatic && isOfManifest(file, data)) {
    return rewrite.change(whole, `${old} reads Poetry's table; the ${key ?? 'value'} stands in \`[project]\` now.`, [replacement({ start: data.end, end }, tableSpelled(file, data.end, end))]);
  }
  const packaged = 'state' in project && project.isPackage && key === 'version' ? ` \`importlib.metadata.version("${project.name}")\` tells the version of what is installed.` : '';
  const now = standard === undefined ? 'The tables are `[project]`, `[dependency-groups]` and `[tool.uv]` now, and their entries have other forms.' : `It stands in \`["project"]["${standard}"]\` of a project of uv.`;
  const where = isOfManifest(file, data) ? '' : ' where it reads a pyproject.toml of this repository';
  const how = raises ? 'raises a KeyError' : 'finds nothing, or the default it names';
  rewrite.flag(whole, `This breaks at run time${where}: \`[tool.poetry]\` is gone, so that ${old} ${how}. ${now}${packaged}`);
}

/** Whether the table is bound to a name, once, and nothing but entries that `[project]` has as well is looked up by that name. */
function isReadForNames({ whole, raises }: Reading, project: MigratedProject): boolean {
  const assignment = whole.parent?.type === 'assignment' ? whole.parent : undefined;
  const [name, ...rest] = assignment ? parts(assignment) : [];
  if (!raises || name?.type !== 'identifier' || rest.at(-1) !== whole) return false;
  const uses = [...identifiersSpelled(whole.tree.root, name.text)].filter(({ start }) => start !== name.start);
  return uses.length > 0 && uses.every((use) => {
    const step = use.parent ? stepOf(use.parent) : undefined;
    return step?.of === use && step.isSubscript && STANDARD[step.key] !== undefined && (step.key !== 'version' || project.version !== undefined);
  });
}

/** Whether other modules may use the name that a table is bound to. */
function isImported({ task }: Surroundings, { path }: SourceFile, { whole }: Reading): boolean {
  const name = whole.parent ? (parts(whole.parent)[0]?.text ?? '') : '';
  const use = new RegExp(`\\bimport\\b[^\\n]*\\b${name}\\b|\\.${name}\\b`);
  return [...task.repo.files.values()].some((other) => other.path !== path && other.path.endsWith('.py') && other.text.includes(name) && use.test(other.text));
}

/** Entries with the same value in `[project]`. */
const STANDARD: Readonly<Record<string, string>> = { name: 'name', version: 'version', description: 'description' };

/** `["tool"]["poetry"]` as `["project"]`, in the same quotes. */
function tableSpelled({ text }: SourceFile, start: number, end: number): string {
  return text.slice(start, end).includes("'") ? "['project']" : '["project"]';
}

/** Whether data is certainly a pyproject.toml: read from a file of that name in the same expression, or bound once, to what was read from one, in the same scope. */
function isOfManifest({ text }: SourceFile, data: PyNode): boolean {
  if (isReadOfManifest(data.text)) return true;
  if (data.type !== 'identifier') return false;
  const scope = enclosing(data, 'function_definition') ?? data.tree.root;
  const bound = [...deepDescendants(scope, () => true)].filter((node) => node.type === 'assignment' && parts(node)[0]?.text === data.text);
  const [only, ...more] = bound;
  const value = only && parts(only).at(-1);
  if (!value || more.length > 0) return false;
  if (isReadOfManifest(value.text)) return true;
  const stream = /^(?:toml|tomllib|tomli|tomlkit|rtoml|pytoml)\.(?:loads?|parse)\((\w+)(?:\.read(?:_text)?\(\))?\)$/.exec(value.text)?.[1];
  const around = stream === undefined ? undefined : enclosing(only, 'with_statement');
  return around !== undefined && new RegExp(`pyproject\\.toml["'][^\\n]*\\bas\\s+${stream ?? ''}\\s*[:,)]`).test(text.slice(around.start, around.end));
}

function isReadOfManifest(code: string): boolean {
  return /^(?:toml|tomllib|tomli|tomlkit|rtoml|pytoml)\.(?:loads?|parse)\(/.test(code) && /["'](?:[\w./]*\/)?pyproject\.toml["']/.test(code);
}
