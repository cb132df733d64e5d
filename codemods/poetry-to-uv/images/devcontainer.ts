import { commandSitesIn, isJsonProblem, isJsonRefusal, jsonNodeAt, nameOf, parseJson, removeJsonValue, renameJsonKey, setJsonValue, type FileRewrite, type JsonDocument, type JsonOutcome, type JsonPath } from '#pystd';
import { installersIn } from '../pipelines/installers.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

/** What installs uv in a development container; features of others are kept at the version they have. */
const UV_FEATURE = 'ghcr.io/devcontainers-extra/features/uv:1';

/** Development containers and the settings of editors in JSON, whose comments stay. */
export const devcontainers: FileKind = {
  concerns: ({ path, text }) => namesPoetry(text) && (/^\.?devcontainer\.json$/.test(nameOf(path)) || /(?:^|\/)\.vscode\/settings\.json$|\.code-workspace$/.test(path)),
  rewrite: rewriteDevcontainer,
};

function rewriteDevcontainer(rewrite: FileRewrite, { projectOf }: Surroundings): void {
  const { file } = rewrite;
  const project = projectOf(file.path);
  const document = parseJson(file.text);
  if (isJsonProblem(document) || ('state' in project && project.state === 'kept')) return;
  features(rewrite, document);
  for (const path of [[], ['settings'], ['customizations', 'vscode', 'settings']]) settings(rewrite, document, path);
  for (const path of [['extensions'], ['recommendations'], ['customizations', 'vscode', 'extensions']]) extensions(rewrite, document, path);
  for (const installer of installersIn(file.text, commandSitesIn(file))) {
    rewrite.change(installer.span, 'What installed Poetry installs uv.', installer.withUv());
  }
}

function features(rewrite: FileRewrite, document: JsonDocument): void {
  const node = jsonNodeAt(document, ['features']);
  if (node?.kind !== 'object') return;
  const isThere = node.entries.some(({ name }) => /\/uv(?::|$)/.test(name));
  for (const { name, span, value } of node.entries.filter((entry) => /\/poetry(?::|$)/.test(entry.name))) {
    const path = ['features', name];
    if (isThere) change(rewrite, span, `The feature \`${name}\` goes: the container has uv already.`, [removeJsonValue(document, path)]);
    else {
      const options = value.kind === 'object' && value.entries.length > 0 ? [setJsonValue(document, path, {})] : [];
      change(rewrite, span, `The feature \`${name}\` becomes \`${UV_FEATURE}\`. Its options were those of Poetry.`, [renameJsonKey(document, path, UV_FEATURE), ...options]);
    }
  }
  const order = jsonNodeAt(document, ['overrideFeatureInstallOrder']);
  if (order?.kind !== 'array') return;
  order.items.forEach(({ value, span }, index) => {
    const name = value.kind === 'scalar' ? String(value.value) : '';
    const path = ['overrideFeatureInstallOrder', index];
    if (/\/poetry(?::|$)/.test(name)) change(rewrite, span, 'The feature has another name.', [isThere ? removeJsonValue(document, path) : setJsonValue(document, path, UV_FEATURE.replace(/:1$/, /:/.test(name) ? ':1' : ''))]);
  });
}

/** `python.poetryPath` and the like, and interpreters in folders of Poetry. */
function settings(rewrite: FileRewrite, document: JsonDocument, path: JsonPath): void {
  const node = jsonNodeAt(document, path);
  if (node?.kind !== 'object') return;
  for (const { name, span, value } of node.entries) {
    if (/^python\.poetryPath$/.test(name)) change(rewrite, span, '`python.poetryPath` goes: uv keeps the environment where editors look for it.', [removeJsonValue(document, [...path, name])]);
    else if (/^python\.(?:\w+\.)?(?:pythonPath|defaultInterpreterPath|venvPath|venvFolders)$/.test(name) && namesPoetry(document.text.slice(value.span.start, value.span.end))) {
      rewrite.flag(span, `\`${name}\` points into a folder of Poetry: the environment of uv is \`.venv\` in the folder of the project.`);
    }
  }
}

/** Extensions that are about nothing but Poetry. */
function extensions(rewrite: FileRewrite, document: JsonDocument, path: JsonPath): void {
  const node = jsonNodeAt(document, path);
  if (node?.kind !== 'array') return;
  node.items.forEach(({ value, span }, index) => {
    if (value.kind === 'scalar' && /^[\w-]+\.[\w-]*poetry[\w-]*$/.test(String(value.value))) change(rewrite, span, `The extension \`${String(value.value)}\` is about Poetry only.`, [removeJsonValue(document, [...path, index])]);
  });
}

function change(rewrite: FileRewrite, span: { readonly start: number; readonly end: number }, message: string, outcomes: readonly JsonOutcome[]): void {
  const refused = outcomes.find(isJsonRefusal);
  rewrite.change(span, message, refused ? { problem: refused.refused } : outcomes.flatMap((outcome) => (isJsonRefusal(outcome) ? [] : outcome.edits)));
}
