import { argumentListOf, argumentsOf, calleeOf, callsPoetry, deepDescendants, deletion, insertion, plainString, poetryToUv, replacement, type Arg, type Argument, type Edit, type FileRewrite, type Module, type PyNode } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';

/**
 * Commands that Python calls as lists of strings: `session.run("poetry", "install")` of nox, and `subprocess.run(["poetry", …])`, which is
 * told but left. nox-poetry, which takes versions out of Poetry's lock, has no counterpart.
 */
export const pythonCommands: FileKind = {
  concerns: ({ path, text }) => path.endsWith('.py') && namesPoetry(text) && /\bsession\b|nox_poetry/.test(text),
  rewrite(rewrite, { projectOf, task }) {
    const { path } = rewrite.file;
    const module = task.python.layout.moduleAt(path);
    const project = projectOf(path);
    if (!module?.parses || 'problem' in project || project.state === 'kept') return;
    flagNoxPoetry(rewrite, module);
    for (const node of deepDescendants(module.tree.root, () => true)) if (node.type === 'call') sessionCall(rewrite, project, node);
  },
};

function flagNoxPoetry(rewrite: FileRewrite, { tree }: Module): void {
  for (const node of deepDescendants(tree.root, () => true)) {
    if (!/^import_(?:from_)?statement$/.test(node.type) || !/\bnox_poetry\b/.test(node.text)) continue;
    rewrite.flag(node, "nox-poetry takes versions out of Poetry's lock and has no counterpart for uv: `session.run_install(\"uv\", \"sync\", \"--active\", \"--group\", …)` installs what uv.lock says, and `nox` itself gives `session`.");
  }
}

function sessionCall(rewrite: FileRewrite, project: MigratedProject, call: PyNode): void {
  const list = argumentListOf(call);
  const method = /(?:^|\.)(run|run_always|run_install|install)$/.exec(calleeOf(call)?.text ?? '')?.[1];
  if (!list || method === undefined || !/\bsession\b|^s\./.test(calleeOf(call)?.text ?? '') || rewrite.isSpokenOf(call)) return;
  const given = argumentsOf(list).filter(({ name, unpacking }) => name === undefined && unpacking !== '**');
  if (method === 'install') return installed(rewrite, given);
  const words = given.map(({ value, unpacking }) => ({ value: unpacking ? undefined : plainString(value), raw: unpacking ? '*' : (plainString(value) ?? value.text) }));
  if (words[0]?.value === 'pip' && words[1]?.value === 'install') return installed(rewrite, given.slice(2));
  if (!callsPoetry(words.slice(0, 1))) return;
  const old = `\`${words.map(({ raw }) => raw).join(' ')}\``;
  const translation = poetryToUv(words, project, 'environment');
  if (translation.kind === 'unknown') return rewrite.flag(call, `${old} stays: ${translation.because}`);
  if (translation.kind === 'removed') return rewrite.flag(call, [`${old} has no use any more.`, ...translation.remarks].join(' '));
  const [command, ...more] = translation.commands;
  if (!command || more.length > 0) return rewrite.flag(call, `${old} stays: several commands take its place, each of which needs a call of its own.`);
  const edits = argumentEdits(given, command);
  if (!edits) return rewrite.flag(call, `${old} stays: its words cannot be exchanged one by one.`);
  rewrite.change({ start: call.start, end: call.end }, [`${old} becomes \`${command.map((arg) => (typeof arg === 'number' ? (words[arg]?.raw ?? '') : typeof arg === 'string' ? arg : arg.text)).join(' ')}\`.`, ...translation.remarks].join(' '), edits);
}

/** The arguments that stay keep their places; new ones stand before the next that stays, old ones go with the comma behind them. */
function argumentEdits(given: readonly Argument[], command: readonly Arg[]): readonly Edit[] | undefined {
  const quote = /^[rRuU]?(['"])/.exec(given[0]?.node.text ?? '')?.[1] ?? '"';
  const edits: Edit[] = [];
  let next = 0;
  let pending: string[] = [];
  const settle = (upTo: number): void => {
    const gone = given.slice(next, upTo);
    const paired = gone.slice(0, pending.length);
    paired.forEach(({ node }, index) => edits.push(replacement(node, pending[index] ?? '')));
    const added = pending.slice(paired.length);
    const before = given[upTo - 1]?.node;
    if (added.length > 0 && before) edits.push(insertion(before.end, added.map((text) => `, ${text}`).join('')));
    gone.slice(pending.length).forEach(({ node }, index) => {
      const previous = given[next + paired.length + index - 1]?.node;
      edits.push(deletion({ start: previous?.end ?? node.start, end: node.end }));
    });
    pending = [];
  };
  for (const arg of command) {
    if (typeof arg === 'object') return undefined;
    if (typeof arg === 'string') {
      if (/["'\\\n]/.test(arg)) return undefined;
      pending.push(`${quote}${arg}${quote}`);
      continue;
    }
    if (arg < next) return undefined;
    settle(arg);
    next = arg + 1;
  }
  settle(given.length);
  return edits;
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
