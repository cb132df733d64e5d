import { insertText, isYamlProblem, parseYaml, removeAt, replacement, replaceText, setScalar, uvToPoetry, type FileRewrite, type YamlDocument, type YamlMapping, type YamlOutcome } from '#pystd';
import type { AdoptedProject } from './projects.ts';
import { POETRY_VERSION, type FileKind } from './surroundings.ts';
import { child, scalar, together } from './workflow-parts.ts';

const POETRY_HOOKS = 'https://github.com/python-poetry/poetry';

/** Keys of a hook that mean the same whatever it runs. */
const KNOWN: ReadonlySet<string> = new Set(['id', 'args', 'name', 'stages', 'verbose', 'always_run', 'language_version', 'pass_filenames', 'alias', 'description', 'fail_fast', 'require_serial']);

/** pre-commit's hooks of uv become those of Poetry: all of a repository of hooks, or none. */
export const hooks: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path) && /astral-sh\/uv-pre-commit/.test(text),
  rewrite(rewrite, { projects, projectOf }) {
    const project = projectOf(rewrite.file.path);
    const read = parseYaml(rewrite.file.text);
    const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
    if (!document || more.length > 0 || 'problem' in project || projects.some(({ state }) => state === 'kept')) return;
    const repos = child(document.root, 'repos');
    for (const { value } of repos?.kind === 'sequence' ? repos.items : []) if (value.kind === 'mapping') followRepo(rewrite, document, value, project);
  },
};

function followRepo(rewrite: FileRewrite, document: YamlDocument, repo: YamlMapping, project: AdoptedProject): void {
  const url = scalar(repo, 'repo');
  const rev = scalar(repo, 'rev');
  const list = child(repo, 'hooks');
  if (!url || !rev || list?.kind !== 'sequence' || !/(?:^|[/:])astral-sh\/uv-pre-commit(?:\.git)?\/?$/.test(url.text)) return;
  const nodes = list.items.flatMap(({ value }) => (value.kind === 'mapping' ? [value] : []));
  const after = nodes.map((node) => hookAfter(node, project));
  const because = after.flatMap((one) => ('because' in one ? [one.because] : []))[0];
  if (because !== undefined || nodes.length !== list.items.length) {
    rewrite.flag(url.span, `The hooks of uv stay: ${because ?? 'one of them is not understood'}.`);
    return rewrite.leave(repo.span);
  }
  // A comment behind a version is about that version.
  const comment = repo.entries.find(({ name }) => name === 'rev')?.trailing;
  const quote = rev.style === 'single' ? "'" : rev.style === 'double' ? '"' : '';
  const edits = together(setScalar(document, url.path, POETRY_HOOKS), ...nodes.flatMap((node, index) => hookEdits(document, node, after[index])));
  const version = replacement({ start: rev.span.start, end: comment && /\d/.test(comment.text) ? comment.span.end : rev.span.end }, `${quote}${POETRY_VERSION}${quote}`);
  rewrite.change(url.span, 'The hooks of uv become those of Poetry.', 'problem' in edits ? edits : [...edits, version].sort((a, b) => a.span.start - b.span.start));
}

interface HookAfter {
  readonly id: string;
  readonly args: readonly string[];
}

/** What a hook is with Poetry. `uv-export` would need the plugin for it, whose hooks are another repository's. */
function hookAfter(node: YamlMapping, project: AdoptedProject): HookAfter | { readonly because: string } {
  const id = scalar(node, 'id')?.text ?? '';
  const subcommand = /^uv-(lock|sync)$/.exec(id)?.[1];
  if (subcommand === undefined) return { because: `\`${id}\` has no counterpart among Poetry's own hooks` };
  const strange = node.entries.find(({ name }) => !KNOWN.has(name));
  if (strange) return { because: `\`${strange.name}\` of \`${id}\` may be about files of uv` };
  const list = child(node, 'args');
  const given = list?.kind === 'sequence' ? list.items.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : [])) : [];
  if (list && (list.kind !== 'sequence' || given.length !== list.items.length)) return { because: `the arguments of \`${id}\` are not written as a list` };
  const words = ['uv', subcommand, ...given].map((value) => ({ value, raw: value }));
  const translation = uvToPoetry(words, project, 'dev');
  const [command, ...more] = translation.kind === 'commands' ? translation.commands : [];
  if (!command || more.length > 0) return { because: translation.kind === 'unknown' ? translation.because.replace(/\.$/, '') : `\`${id}\` would not be one command` };
  const texts = command.map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text));
  const name = texts[1] === 'sync' ? 'install' : texts[1];
  return name === 'lock' || name === 'check' || name === 'install' ? { id: `poetry-${name}`, args: texts.slice(2) } : { because: `\`${texts.join(' ')}\` has no hook` };
}

function hookEdits(document: YamlDocument, node: YamlMapping, after: HookAfter | { readonly because: string } | undefined): readonly YamlOutcome[] {
  if (!after || 'because' in after) return [];
  const has = child(node, 'args') !== undefined;
  const block = `args: [${after.args.map((arg) => JSON.stringify(arg)).join(', ')}]`;
  const args = after.args.length > 0 ? [has ? replaceText(document, [...node.path, 'args'], block) : insertText(document, { after: [...node.path, 'id'] }, block)] : has ? [removeAt(document, [...node.path, 'args'], 'refuse')] : [];
  const name = scalar(node, 'name');
  return [setScalar(document, [...node.path, 'id'], after.id), ...(name && /\buv\b/i.test(name.text) ? [setScalar(document, name.path, name.text.replace(/\buv\b/gi, 'Poetry'))] : []), ...args];
}
