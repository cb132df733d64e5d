import { argumentListOf, argumentsOf, calleeOf, callsPoetry, deepDescendants, enclosing, plainString, poetryToUv, replacement, type Arg, type Argument, type FileRewrite, type Module, type PyNode } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';
import { NO_SYNC_AFTER_PIP } from '../workflows/jobs.ts';
import { argvEdits, formatted } from './python-argv.ts';
import { scopeOf } from './python-commands.ts';

/** What sessions of nox run: `session.run("poetry", "install")`. nox-poetry, which takes versions out of Poetry's lock, has no counterpart. */
export const nox: FileKind = {
  concerns: ({ path, text }) => path.endsWith('.py') && namesPoetry(text) && /\bsession\b|nox_poetry/.test(text),
  rewrite(rewrite, { projectOf, task }) {
    const { path } = rewrite.file;
    const module = task.python.layout.moduleAt(path);
    const project = projectOf(path);
    if (!module?.parses || 'problem' in project || project.state === 'kept') return;
    flagNoxPoetry(rewrite, module);
    const before: PyNode[] = [];
    for (const node of deepDescendants(module.tree.root, () => true)) {
      if (node.type !== 'call') continue;
      sessionCall(rewrite, project, node, before.filter((other) => scopeOf(other) === scopeOf(node)));
      before.push(node);
    }
  },
};

function flagNoxPoetry(rewrite: FileRewrite, { tree }: Module): void {
  for (const node of deepDescendants(tree.root, () => true)) {
    if (!/^import_(?:from_)?statement$/.test(node.type) || !/\bnox_poetry\b/.test(node.text)) continue;
    rewrite.flag(node, "nox-poetry takes versions out of Poetry's lock and has no counterpart for uv: `session.run_install(\"uv\", \"sync\", \"--active\", \"--group\", …)` installs what uv.lock says, and `nox` itself gives `session`.");
  }
}

/** @param before the calls that stand before it in the same session */
function sessionCall(rewrite: FileRewrite, project: MigratedProject, call: PyNode, before: readonly PyNode[]): void {
  const list = argumentListOf(call);
  const method = /(?:^|\.)(run|run_always|run_install|install)$/.exec(calleeOf(call)?.text ?? '')?.[1];
  if (!list || method === undefined || !/\bsession\b|^s\./.test(calleeOf(call)?.text ?? '') || rewrite.isSpokenOf(call)) return;
  const given = argumentsOf(list).filter(({ name, unpacking }) => name === undefined && unpacking !== '**');
  if (method === 'install') return installed(rewrite, given);
  const words = given.map(({ value, unpacking }) => ({ value: unpacking ? undefined : plainString(value), raw: unpacking ? '*' : (plainString(value) ?? formatted(value) ?? value.text) }));
  if (words[0]?.value === 'pip' && words[1]?.value === 'install') return installed(rewrite, given.slice(2));
  if (!callsPoetry(words.slice(0, 1))) return;
  const old = `\`${words.map(({ raw }) => raw).join(' ')}\``;
  if (movesAway(call, before)) return rewrite.flag(call, `${old} stays: the session works in another folder by then.`);
  const translation = poetryToUv(words, project, 'environment');
  if (translation.kind === 'unknown') return rewrite.flag(call, `${old} stays: ${translation.because}`);
  if (translation.kind === 'removed') return rewrite.flag(call, [`${old} has no use any more.`, ...translation.remarks].join(' '));
  const [translated, ...more] = translation.commands;
  if (!translated || more.length > 0) return rewrite.flag(call, `${old} stays: several commands take its place, each of which needs a call of its own.`);
  const isUnsynced = words[1]?.value === 'run' && translated[0] === 'uv' && !translated.includes('pip') && before.some(installsBesides);
  const command: readonly Arg[] = isUnsynced ? [...translated.slice(0, 2), '--no-sync', ...translated.slice(2)] : translated;
  const edits = argvEdits(given.map(({ node }) => node), command);
  if (!edits) return rewrite.flag(call, `${old} stays: its words cannot be exchanged one by one.`);
  const now = command.map((arg) => (typeof arg === 'number' ? (words[arg]?.raw ?? '') : typeof arg === 'string' ? arg : arg.text)).join(' ');
  rewrite.change({ start: call.start, end: call.end }, [`${old} becomes \`${now}\`.`, ...translation.remarks, ...(isUnsynced ? [NO_SYNC_AFTER_PIP] : [])].join(' '), edits);
}

/** `session.chdir(…)` before it, or around it. */
function movesAway(call: PyNode, before: readonly PyNode[]): boolean {
  const moves = before.filter((other) => /(?:^|\.)(?:chdir|cd)$/.test(calleeOf(other)?.text ?? ''));
  return moves.some((other) => {
    const around = enclosing(other, 'with_statement');
    const isBound = around !== undefined && other.end <= (around.children.find(({ type }) => type === 'block')?.start ?? 0);
    return !isBound || (around.start <= call.start && call.end <= around.end);
  });
}

/** `session.install("shelf")`, `session.run("pip", "install", …)`, `session.run("poetry", "run", "pip", "install", …)`: what a sync takes out again. */
function installsBesides(call: PyNode): boolean {
  const list = argumentListOf(call);
  const method = /\bsession\.(install|run|run_always|run_install)$|^s\.(install|run)$/.exec(calleeOf(call)?.text ?? '');
  if (!list || !method) return false;
  const words = argumentsOf(list).filter(({ name }) => name === undefined).map(({ value }) => plainString(value) ?? '*');
  if (/\.install$/.test(method[0])) return words.some((word) => !/^(?:-.*|(?:poetry|uv|nox)(?:[=<>~!].*)?)$/.test(word));
  return /(?:^| )pip install /.test(`${words.join(' ')} `);
}

/** `session.install("poetry", …)`: what calls Poetry calls uv afterwards. */
function installed(rewrite: FileRewrite, given: readonly Argument[]): void {
  for (const { value } of given) {
    const text = plainString(value);
    const quote = /^[rRuU]?(['"]{3}|['"])/.exec(value.text)?.[1] ?? '"';
    if (text === undefined || !/^poetry(?:\s*[=<>~!].*)?$/.test(text)) continue;
    rewrite.change(value, 'The session installs uv, which its commands call.', [replacement(value, `${quote}uv${quote}`)]);
  }
}
