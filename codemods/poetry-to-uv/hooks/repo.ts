import { insertText, poetryToUv, removeAt, replaceText, setScalar, UV_HOOKS, type Span, type YamlDocument } from '#pystd';
import type { Hook, HookRepo } from './read.ts';
import { labelInUv } from '../pipelines/labels.ts';
import type { Planned, YamlPlan } from '../pipelines/plan.ts';
import type { Surroundings } from '../surroundings.ts';
import { childOf, scalarAt } from '../workflows/steps.ts';

/** A repository of Poetry's hooks at work. */
export interface HookRepoWork {
  readonly plan: YamlPlan;
  readonly document: YamlDocument;
  readonly repo: HookRepo;
  /** Whether it is the first of Poetry's in the file. */
  readonly isFirst: boolean;
  readonly others: readonly HookRepo[];
  readonly surroundings: Surroundings;
}

/** What a hook becomes: which one of uv's, with which arguments, or nothing. */
interface HookAfter {
  readonly id: string;
  readonly args: readonly string[];
  readonly folder: string | undefined;
  readonly remarks: readonly string[];
}

/** Whether a repository of hooks is Poetry's, or that of its plugin for exports. */
export function isPoetryRepo({ url }: HookRepo): boolean {
  return /(?:^|[/:])(?:python-poetry\/poetry(?:-plugin-export)?|sdispater\/poetry)(?:\.git)?\/?$/.test(url);
}

/** Puts uv's hooks in the place of Poetry's; two of Poetry's that are one of uv become one. Says when they stay. */
export function hookRepoToUv(work: HookRepoWork): 'stays' | undefined {
  const { plan, document, repo, others } = work;
  const known = repo.hooks.map((hook) => afterOf(work, hook));
  const problem = known.find((one) => 'problem' in one);
  const at = repo.item.span;
  if (problem && 'problem' in problem) return stay(plan, at, problem.problem);
  const after = known.filter((one): one is HookAfter => !('problem' in one));
  const there = others.find(({ url }) => /astral-sh\/uv-pre-commit(?:\.git)?\/?$/.test(url));
  const url = scalarAt(repo.node, ['repo']);
  const rev = scalarAt(repo.node, ['rev']);
  if (!url || !rev) return stay(plan, at, 'no `rev` says which version they are.');
  const isGoing = repo.hooks.map((_, index) => isFolded(after, index));
  if (there) {
    // Its own hooks come first: only what is not there comes along.
    const missing = after.filter((one, index) => !isGoing[index] && !there.hooks.some(({ id }) => id === one.id));
    const added = missing.map((one) => insertText(document, { inside: [...there.node.path, 'hooks'] }, lines(one)));
    plan.change(at, 'The hooks of Poetry join those of uv.', [...added, removeAt(document, repo.item.value.path, 'refuse')]);
    return undefined;
  }
  const style = rev.style === 'plain' ? '' : rev.style === 'single' ? "'" : '"';
  const comment = repo.node.entries.find(({ name }) => name === 'rev')?.trailing;
  const revEdit: Planned = [{ span: { start: rev.span.start, end: comment && /\d/.test(comment.text) ? comment.span.end : rev.span.end }, text: `${style}${UV_HOOKS.rev}${style}` }];
  const edits = repo.hooks.flatMap((hook, index) => hookEdits(work, hook, after[index], isGoing[index] === true));
  const remarks = [...new Set(after.flatMap((one) => one.remarks))];
  plan.change(at, ['The hooks of Poetry become those of uv.', ...remarks].join(' '), [setScalar(document, url.path, UV_HOOKS.repo), revEdit, ...edits]);
  return undefined;
}

function stay(plan: YamlPlan, at: Span, because: string): 'stays' {
  plan.flag(at, `The hooks of Poetry stay: ${because}`);
  return 'stays';
}

/** Whether another hook of the list says the same, with more of its own. */
function isFolded(after: readonly HookAfter[], index: number): boolean {
  const one = after[index];
  if (!one) return false;
  const says = (other: HookAfter): string => JSON.stringify([other.id, other.folder]);
  // `uv lock` makes the lock right, so that checking it besides says nothing more.
  return after.some((other, at) => at !== index && says(other) === says(one) && one.id === 'uv-lock'
    && (other.args.join(' ') === one.args.join(' ') ? at < index : one.args.includes('--check') && !other.args.includes('--check')));
}

function hookEdits({ document }: HookRepoWork, hook: Hook, after: HookAfter | undefined, isGoing: boolean): readonly Planned[] {
  if (!after) return [];
  const path = hook.node.path;
  if (isGoing) return [removeAt(document, path, 'refuse')];
  const id = scalarAt(hook.node, ['id']);
  const has = childOf(hook.node, 'args') !== undefined;
  const block = `args: [${after.args.map((arg) => JSON.stringify(arg)).join(', ')}]`;
  const isSame = hook.args?.join('\n') === after.args.join('\n');
  const args: Planned = isSame ? [] : after.args.length === 0 ? (has ? removeAt(document, [...path, 'args'], 'refuse') : []) : has ? replaceText(document, [...path, 'args'], block) : insertText(document, { after: [...path, 'id'] }, block);
  const files: Planned = after.folder === undefined || childOf(hook.node, 'files') !== undefined ? [] : insertText(document, { after: [...path, has && after.args.length > 0 ? 'args' : 'id'] }, `files: ${filesOf(after)}`);
  const name = scalarAt(hook.node, ['name']);
  const called = name?.text.includes(hook.id) === true ? name.text.replace(hook.id, after.id) : labelInUv(name?.text ?? '');
  return [id ? setScalar(document, id.path, after.id) : [], name && called !== name.text ? setScalar(document, name.path, called) : [], args, files];
}

function lines({ id, args, folder }: HookAfter): string {
  return [`- id: ${id}`, ...(args.length > 0 ? [`  args: [${args.map((arg) => JSON.stringify(arg)).join(', ')}]`] : []), ...(folder === undefined ? [] : [`  files: ${filesOf({ id, folder })}`])].join('\n');
}

/** uv's hooks look for the files at the top of the repository only. */
function filesOf({ id, folder = '' }: Pick<HookAfter, 'id' | 'folder'>): string {
  const start = `^${folder.replace(/[.+]/g, '\\$&')}/`;
  return id === 'uv-export' ? `${start}uv\\.lock$` : `${start}(uv\\.lock|pyproject\\.toml|uv\\.toml)$`;
}

function afterOf({ surroundings }: HookRepoWork, { id, args, node }: Hook): HookAfter | { readonly problem: string } {
  if (args === undefined) return { problem: `the arguments of \`${id}\` are not written as a list.` };
  const subcommand = /^poetry-(check|lock|install|export)$/.exec(id)?.[1];
  if (subcommand === undefined) return { problem: `\`${id}\` is no hook of Poetry's that is known here.` };
  const known = new Set(['id', 'args', 'name', 'files', 'exclude', 'stages', 'verbose', 'always_run', 'language_version', 'pass_filenames', 'alias', 'types', 'types_or', 'exclude_types', 'require_serial', 'description', 'fail_fast', 'log_file', 'minimum_pre_commit_version', 'priority']);
  const strange = node.entries.find(({ name }) => !known.has(name));
  if (strange) return { problem: `\`${strange.name}\` of \`${id}\` is not known here.` };
  const folder = folderIn(args);
  const project = surroundings.projectOf('.pre-commit-config.yaml', folder);
  if ('problem' in project) return project;
  const words = ['poetry', subcommand, ...withDefaults(subcommand, args)].map((value) => ({ value, raw: value }));
  // pre-commit fails when files change, so that a hook may write where a pipeline would only check.
  const translation = poetryToUv(words, project, 'dev');
  if (translation.kind !== 'commands') return subcommand === 'check' ? { id: 'uv-lock', args: folder === undefined ? [] : ['--directory', folder], folder, remarks: [] } : { problem: translation.kind === 'unknown' ? translation.because : 'nothing is left of it.' };
  const [command, ...more] = translation.commands;
  if (!command || more.length > 0 || command.some((arg) => typeof arg === 'object')) return { problem: `\`${id}\` would be several commands.` };
  const texts = command.map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (words[arg]?.value ?? '') : arg.text));
  const at = texts.findIndex((text, index) => index > 0 && /^(?:lock|sync|export)$/.test(text));
  const uvId = `uv-${texts[at] ?? ''}`;
  if (at < 0) return { problem: `\`${id}\` has no counterpart.` };
  const globals = texts.slice(1, at);
  const own = texts.slice(at + 1);
  const now = uvId === 'uv-lock' && subcommand === 'lock' ? own.filter((arg) => arg !== '--upgrade') : own;
  const remarks = now.length < own.length ? ['The hook brings the lock in line with the manifest and upgrades nothing.'] : subcommand === 'check' ? ['uv has no check of a manifest; `uv lock` reads it, and fails when it is wrong.'] : [];
  return { id: uvId, args: [...now, ...globals], folder, remarks };
}

/** What Poetry's own hooks are given when nothing is said. */
function withDefaults(subcommand: string, args: readonly string[]): readonly string[] {
  return subcommand === 'export' && args.length === 0 ? ['-f', 'requirements.txt', '-o', 'requirements.txt'] : args;
}

function folderIn(args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => /^(?:-C|--directory|-P|--project)$/.test(arg));
  const joined = args.map((arg) => /^(?:-C|--directory=|--project=)(.+)$/.exec(arg)?.[1]).find((one) => one !== undefined);
  const folder = at >= 0 ? args[at + 1] : joined;
  const plain = folder?.replace(/^\.\/|\/$/g, '');
  return plain === '' || plain === '.' ? undefined : plain;
}
