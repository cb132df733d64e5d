import { isJsonProblem, parseJson, removeJsonValue, renameJsonKey, setJsonValue, type FileRewrite, type JsonDocument, type JsonNode, type JsonPath, type Span } from '#pystd';
import type { FileKind } from '../surroundings.ts';

const MANAGERS = new Set(['enabledManagers', 'matchManagers', 'excludeManagers']);

/** Renovate's settings: what was of its manager `poetry` is of `pep621`, which looks after uv's lock. */
export const renovate: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)(?:\.?renovate(?:rc)?(?:\.json5?)?|\.(?:github|gitlab)\/renovate\.json5?|default\.json)$/.test(path) && /poetry|matchDepTypes/i.test(text) && (!path.endsWith('default.json') || /renovate/i.test(text)),
  rewrite: (rewrite, { projects, task }) => {
    const isMoving = projects.some(({ state }) => state !== 'kept');
    if (!isMoving) return;
    const document = parseJson(rewrite.file.text);
    if (isJsonProblem(document)) return inJson5(rewrite, projects.every(({ state }) => state !== 'kept'), !hasOtherManifests(task.repo.files.keys()));
    const keepsPoetry = projects.some(({ state }) => state === 'kept');
    if (keepsPoetry && /poetry/.test(rewrite.file.text)) return rewrite.flag(document.root.span, 'Some projects stay with Poetry: `pep621` must be added to the managers that Renovate asks, and `poetry` must stay.');
    walk(rewrite, document, !hasOtherManifests(task.repo.files.keys()), document.root);
  },
};

function walk(rewrite: FileRewrite, document: JsonDocument, isOnlyPython: boolean, node: JsonNode): void {
  if (node.kind === 'array') return node.items.forEach(({ value }) => walk(rewrite, document, isOnlyPython, value));
  if (node.kind !== 'object') return;
  for (const { name, value, span, nameSpan } of node.entries) {
    if (MANAGERS.has(name) && value.kind === 'array') followManagers(rewrite, document, node, value);
    else if (name === 'matchDepTypes' && value.kind === 'array') followTypes(rewrite, document, isOnlyPython, node, value);
    else if (name === 'poetry' && value.kind === 'object') followBlock(rewrite, document, node, value.path, nameSpan);
    else if (value.kind === 'scalar' && typeof value.value === 'string') followText(rewrite, value, value.value, name, span);
    else walkAll(rewrite, document, isOnlyPython, value);
  }
}

function walkAll(rewrite: FileRewrite, document: JsonDocument, isOnlyPython: boolean, node: JsonNode): void {
  if (node.kind !== 'array') return walk(rewrite, document, isOnlyPython, node);
  for (const { value, span } of node.items) {
    if (value.kind === 'scalar' && typeof value.value === 'string') followText(rewrite, value, value.value, String(node.path.at(-1)), span);
    else walk(rewrite, document, isOnlyPython, value);
  }
}

/** A list of managers: `poetry` becomes `pep621`, or goes when that is there. */
function followManagers(rewrite: FileRewrite, document: JsonDocument, rule: JsonNode & { readonly kind: 'object' }, list: JsonNode & { readonly kind: 'array' }): void {
  const values = list.items.map(({ value }) => (value.kind === 'scalar' ? value.value : undefined));
  const at = values.indexOf('poetry');
  if (at < 0) return;
  const isShared = values.length > 1 && rule.entries.some(({ name }) => name === 'matchDepTypes');
  if (isShared) return rewrite.flag(list.span, 'Poetry\'s manager is `pep621` now, which calls kinds of dependencies otherwise; other managers share this rule, so that it must be split.');
  const path: JsonPath = [...list.path, at];
  const isThere = values.includes('pep621');
  apply(rewrite, list.items[at]?.span ?? list.span, '`pep621` is the manager of Renovate that looks after projects and locks of uv.', isThere ? removeJsonValue(document, path) : setJsonValue(document, path, 'pep621'));
}

/** Kinds of dependencies have other names in `pep621`; in rules for several managers they may mean both. */
function followTypes(rewrite: FileRewrite, document: JsonDocument, isOnlyPython: boolean, rule: JsonNode & { readonly kind: 'object' }, list: JsonNode & { readonly kind: 'array' }): void {
  const managers = rule.entries.find(({ name }) => name === 'matchManagers')?.value;
  const named = managers?.kind === 'array' ? managers.items.map(({ value }) => (value.kind === 'scalar' ? value.value : undefined)) : [];
  if (managers === undefined) return isOnlyPython ? flagTypes(rewrite, rule, list) : undefined;
  if (!named.includes('poetry')) return;
  if (named.length > 1) return;
  const old = list.items.flatMap(({ value }) => (value.kind === 'scalar' && typeof value.value === 'string' ? [value.value] : []));
  if (old.length !== list.items.length) return;
  const now = old.map(typeInPep621);
  now.forEach((type, index) => {
    const at = list.items[index]?.span ?? list.span;
    const path: JsonPath = [...list.path, index];
    if (now.indexOf(type) < index) apply(rewrite, at, `\`${type}\` is named before.`, removeJsonValue(document, path));
    else if (type !== old[index]) apply(rewrite, at, 'Kinds of dependencies have other names in `pep621`.', setJsonValue(document, path, type));
  });
}

/** Whether something else than Python may have dependencies of these kinds. */
function hasOtherManifests(paths: Iterable<string>): boolean {
  return [...paths].some((path) => /(?:^|\/)(?:package\.json|Cargo\.toml|composer\.json|Gemfile)$/.test(path));
}

/** A rule for no manager in particular meant Poetry's kinds of dependencies as well. */
function flagTypes(rewrite: FileRewrite, rule: JsonNode & { readonly kind: 'object' }, list: JsonNode & { readonly kind: 'array' }): void {
  const isOther = rule.entries.some(({ name }) => /^match(?:Categories|Languages|Datasources)$/.test(name)) && !/python|pypi/i.test(rewrite.file.text.slice(rule.span.start, rule.span.end));
  const old = list.items.flatMap(({ value }) => (value.kind === 'scalar' && typeof value.value === 'string' ? [value.value] : [])).filter((type) => /^(?:dependencies|dev-dependencies|dev|extras)$/.test(type));
  if (isOther || old.length === 0) return;
  rewrite.flag(list.span, `The rule is for every manager: dependencies of Poetry were ${old.map((type) => `\`${type}\``).join(', ')}, in \`pep621\` they are ${[...new Set(old.map(typeInPep621))].map((type) => `\`${type}\``).join(', ')}.`);
}

function typeInPep621(type: string): string {
  if (type === 'dependencies') return 'project.dependencies';
  if (type === 'extras') return 'project.optional-dependencies';
  // Each group of Poetry was a kind of its own.
  return /^(?:project\.|dependency-groups|build-system|tool\.)/.test(type) ? type : 'dependency-groups';
}

/** The settings of the manager itself. */
function followBlock(rewrite: FileRewrite, document: JsonDocument, parent: JsonNode & { readonly kind: 'object' }, path: JsonPath, at: Span): void {
  if (parent.entries.some(({ name }) => name === 'pep621')) return rewrite.flag(at, 'There are settings for `pep621` besides these for `poetry`: they must be put together.');
  apply(rewrite, at, '`pep621` is the manager of Renovate that looks after projects and locks of uv.', renameJsonKey(document, path, 'pep621'));
}

/** Names of the lock file, and sentences for people about it. */
function followText(rewrite: FileRewrite, { span }: JsonNode, value: string, name: string, whole: Span): void {
  if (!/(?<![\w-])poetry\.lock(?![\w-])/.test(value)) return;
  // A path may be that of something else that is called so: only patterns for the lock itself follow.
  if (name === 'ignorePaths' && /^[\w-]+\//.test(value)) return rewrite.flag(whole, 'This path names a `poetry.lock`: whether there is a `uv.lock` in its place now is for a person to see.');
  const text = rewrite.file.text.slice(span.start, span.end);
  rewrite.change(span, '`poetry.lock` becomes `uv.lock`.', [{ span, text: text.replace(/(?<![\w-])poetry\.lock(?![\w-])/g, 'uv.lock') }]);
}

function apply(rewrite: FileRewrite, at: Span, message: string, outcome: ReturnType<typeof setJsonValue>): void {
  rewrite.change(at, message, 'refused' in outcome ? { problem: outcome.refused } : outcome.edits);
}

/** JSON5 is not read as a whole: only a manager in a list of managers is sure. */
function inJson5(rewrite: FileRewrite, isAll: boolean, isOnlyPython: boolean): void {
  const { text } = rewrite.file;
  if (!isAll) return;
  for (const list of text.matchAll(/(["']?)\b(?:enabledManagers|matchManagers|excludeManagers)\1\s*:\s*\[([^\]]*)\]/g)) {
    const items = list[2] ?? '';
    const one = /(["'])poetry\1/.exec(items);
    if (!one || /["']pep621["']/.test(items)) continue;
    const start = list.index + list[0].length - 1 - items.length + one.index + 1;
    const span = { start, end: start + 'poetry'.length };
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    if (/\/\//.test(line.replace(/["'][^"']*["']/g, ''))) continue;
    rewrite.change(span, '`pep621` is the manager of Renovate that looks after projects and locks of uv.', [{ span, text: 'pep621' }]);
  }
  for (const { index, 0: types } of text.matchAll(/^[ \t]*["']?matchDepTypes["']?\s*:[^\n]*/gm)) {
    if (isOnlyPython && /["'](?:dependencies|dev-dependencies|dev|extras)["']/.test(types)) rewrite.flag({ start: index + types.length - types.trimStart().length, end: index + types.length }, 'Kinds of dependencies are called otherwise in `pep621` than in `poetry`: `project.dependencies`, `project.optional-dependencies` and `dependency-groups`.');
  }
  for (const block of text.matchAll(/^([ \t]*)(["']?)poetry\2(\s*:\s*\{)/gm)) {
    const start = block.index + (block[1]?.length ?? 0) + (block[2]?.length ?? 0);
    const span = { start, end: start + 'poetry'.length };
    if (!/\bpep621["']?\s*:\s*\{/.test(text)) rewrite.change(span, '`pep621` is the manager of Renovate that looks after projects and locks of uv.', [{ span, text: 'pep621' }]);
  }
}
