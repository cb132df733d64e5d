import { argumentListOf, argumentsOf, callsPoetry, calleeOf, deepDescendants, enclosing, folderOf, plainString, poetryToUv, type Arg, type FileRewrite, type PyNode, type Translation } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';
import { NO_SYNC, NO_SYNC_AFTER_PIP } from '../workflows/jobs.ts';
import { pythonSitesOf, type PythonSite } from './python-sites.ts';

/** Folders of scripts that people and pipelines run in their checkout. */
const BY_HAND = /(?:^|\/)(?:scripts?|tools?|tasks|dev|devtools|ci|bin|hack|build|release|\.github|\.ci)\//;

/**
 * Commands of Poetry that Python runs: `ctx.run("poetry build")` of invoke and fabric, actions of doit, `subprocess.run(["poetry", …])`. They
 * follow where each word is known and nothing says that they work elsewhere. Each other string that is a command is told at its line; code of
 * the package itself and tests, which may work on other projects, are left as they are.
 */
export const pythonCommands: FileKind = {
  concerns: ({ path, text }) => path.endsWith('.py') && namesPoetry(text),
  rewrite(rewrite, surroundings) {
    const { path } = rewrite.file;
    const module = surroundings.task.python.layout.moduleAt(path);
    const project = surroundings.projectOf(path);
    if (!module?.parses || isTest(path) || ('state' in project && project.state === 'kept')) return;
    const nodes = [...deepDescendants(module.tree.root, () => true)];
    const isOurs = isRunByHand(path, surroundings);
    const isMoving = nodes.some((node) => node.type === 'call' && /(?:^|\.)chdir$/.test(calleeOf(node)?.text ?? ''));
    const sites = nodes.flatMap((node) => pythonSitesOf(rewrite.file, node));
    const made = new Map<PyNode, string>();
    for (const site of sites) {
      if (!callsPoetry(site.words) || rewrite.isSpokenOf(site.span)) continue;
      if ('problem' in project) rewrite.flag(site.span, `${shown(site)} stays: ${project.problem}`);
      else if (isOurs) rewriteSite(rewrite, site, project, isMoving, made);
      else rewrite.flag(site.span, `${shown(site)} stays: code of a package may work on other projects than its own.`);
    }
    for (const node of nodes) flagCommand(rewrite, node);
  },
};

function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(path);
}

/** Files at the top of a project and in folders of scripts; hooks of templates work on what they make. */
function isRunByHand(path: string, { projects }: Surroundings): boolean {
  if (/(?:^|\/)hooks\//.test(path)) return false;
  const folder = folderOf(path);
  return folder === '' || projects.some((project) => project.folder === folder) || BY_HAND.test(path);
}

function rewriteSite(rewrite: FileRewrite, site: PythonSite, project: MigratedProject, isMoving: boolean, made: Map<PyNode, string>): void {
  const { span, words, runner } = site;
  const old = shown(site);
  if (isMoving || worksElsewhere(runner)) return rewrite.flag(span, `${old} stays: it may work in another folder than the project's.`);
  const translation = poetryToUv(words, project, 'dev');
  if (translation.kind === 'unknown') return rewrite.flag(span, `${old} stays: ${translation.because}`);
  if (translation.kind === 'removed') return rewrite.flag(span, [`${old} has no use any more.`, ...translation.remarks].join(' '));
  if (translation.commands.some(([program]) => program !== 'uv')) return rewrite.flag(span, `${old} stays: \`${translation.commands.map((command) => command.join(' ')).join(' && ')}\` is what uv has in its place.`);
  const { commands, remarks } = afterOthers(site, translation, made);
  if (commands.length > 1 && !site.isShell) return rewrite.flag(span, `${old} stays: \`${commands.map((command) => textOf(site, command)).join('\` and \`')}\` take its place, each of which needs a call of its own.`);
  const edits = site.replace(commands);
  if (!edits) return rewrite.flag(span, `${old} stays: its words cannot be exchanged one by one.`);
  rewrite.change(span, [`${old} becomes \`${commands.map((command) => textOf(site, command)).join(' && ')}\`.`, ...remarks].join(' '), edits);
}

/**
 * `uv run` takes out again what was installed besides, and puts back what was left out, in the same function before.
 * @param made what to say of the environment of a function, where a sync would change it
 */
function afterOthers(site: PythonSite, found: Translation & { readonly kind: 'commands' }, made: Map<PyNode, string>): Translation & { readonly kind: 'commands' } {
  const scope = scopeOf(site.runner);
  const said = found.commands.map((command) => textOf(site, command));
  if (said.some((text) => /^uv sync\b/.test(text))) made.delete(scope);
  if (said.some((text) => /^uv sync .*--(?:no-default-groups|no-group|only-group)\b/.test(text))) made.set(scope, NO_SYNC);
  if (said.some((text) => /^uv pip (?:un)?install\b/.test(text))) made.set(scope, NO_SYNC_AFTER_PIP);
  const remark = made.get(scope);
  if (remark === undefined || !said.some((text) => /^uv run\b/.test(text))) return found;
  return { ...found, commands: found.commands.map((command) => [...command.slice(0, 2), '--no-sync', ...command.slice(2)]), remarks: [...found.remarks, remark] };
}

export function scopeOf(node: PyNode): PyNode {
  return enclosing(node, 'function_definition') ?? node.tree.root;
}

/** `cwd=…`, options that are put together elsewhere, and `with ctx.cd(…)` around it. */
function worksElsewhere(runner: PyNode): boolean {
  const list = argumentListOf(runner);
  if (list && runner.type === 'call' && argumentsOf(list).some(({ name, unpacking }) => name === 'cwd' || unpacking === '**')) return true;
  for (let around = enclosing(runner, 'with_statement'); around; around = enclosing(around, 'with_statement')) {
    const header = around.text.split(/:\s*(?:\n|#)/, 1)[0] ?? '';
    if (/\b(?:cd|lcd|chdir|cwd|prefix|pushd|working_directory)\s*\(/.test(header)) return true;
  }
  return false;
}

/** A string or a list that is a command line of Poetry, and that nobody here knows how to follow. */
function flagCommand(rewrite: FileRewrite, node: PyNode): void {
  if (rewrite.isSpokenOf(node)) return;
  const isCommand = node.type === 'string' ? /^[rRuUfFbB]*["']+\s*poetry\s+(?:[-{%]|[a-z]+)/.test(node.text) && node.parent?.type !== 'expression_statement' : node.type === 'list' && /^\[\s*["']poetry["']\s*,/.test(node.text);
  if (!isCommand || isTold(node)) return;
  const text = node.text.replace(/\s+/g, ' ');
  rewrite.flag(node, `\`${text.length > 80 ? `${text.slice(0, 77)}…` : text}\` stays: what runs it, or what its words are, is not known here.`);
}

/** Whether something only prints it. */
function isTold(node: PyNode): boolean {
  const call = node.parent?.type === 'argument_list' ? node.parent.parent : undefined;
  const callee = call ? (calleeOf(call)?.text ?? '') : '';
  return /(?:^|\.)(?:print|echo|secho|exit|Exit|info|warning|warn|error|debug|log|write|skip|fail|add_argument|\w*Error|\w*Exception)$/.test(callee) || plainString(node) === 'poetry';
}

function shown(site: PythonSite): string {
  return `\`${site.words.map(({ raw }) => raw).join(' ')}\``;
}

function textOf({ words }: PythonSite, command: readonly Arg[]): string {
  return command.map((arg) => (typeof arg === 'number' ? (words[arg]?.raw ?? '') : typeof arg === 'string' ? arg : arg.text)).join(' ');
}
