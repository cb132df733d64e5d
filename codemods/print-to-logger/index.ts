import { calleeOf, defineCodemod, deepDescendants, isProblem, ownLogger, type Module, type PyNode, type Task } from '#pystd';
import { readPrint, type Print } from './call.ts';
import { isOnPurpose, modulesOf, readByTest, SPELLING } from './exempt.ts';
import { methodFor } from './level.ts';
import { libraryFor, type Options } from './library.ts';
import { messageOf } from './message.ts';
import { mayGo, rewrite, type Turned } from './rewrite.ts';
import { removeSpareImports } from './spare-imports.ts';

/** What is printed must come out as a record that tells of the way of the program. */
const INFO = 20;

export default defineCodemod<Options>({
  id: 'print-to-logger',
  title: 'Write records instead of printing',
  why: `What is printed has no time, no level and no place, and nobody can turn it off, or send it anywhere.
The same text becomes a record of the logger of the module: \`info\`, \`error\` for what goes to the error stream, \`exception\` where an exception is handled.
Printing always shows, a record only where logging is set up: a print changes only where every program that runs it sets logging up before, and lets INFO
through. Programs for the command line, scripts and migrations keep what they print.`,
  links: ['https://docs.astral.sh/ruff/rules/print/'],
  rules: ['logging/no-print'],
  safety: 'review',
  after: ['settings-class', 'logging-setup', 'module-logger'],
  options: { library: 'logging' },
  parameters: { library: 'logging/backend.lib' },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && SPELLING.test(text)),

  run(task) {
    for (const module of modulesOf(task)) {
      const left = new Map<string, PyNode[]>();
      const leave = (node: PyNode, because: string): void => void left.set(because, [...(left.get(because) ?? []), node]);
      const turned = turnIn(module, leave, task);
      if (turned.length > 0) change(module, turned, leave, task);
      for (const [because, nodes] of left) flag(module, nodes, because, task);
    }
  },
});

/** The prints of a module that become records; the others are handed to `leave` with the reason. */
function turnIn(module: Module, leave: (node: PyNode, because: string) => void, task: Task<Options>): readonly Turned[] {
  const library = libraryFor(module, task);
  const logger = task.backend.logging.loggerOf(module);
  const turned: Turned[] = [];
  const prints: Print[] = [];
  for (const node of printsIn(module, task)) {
    const call = node.parent?.type === 'call' && calleeOf(node.parent) === node ? node.parent : undefined;
    if (call ? isOnPurpose(module, call, task) : isOnPurpose(module, node, task)) continue;
    if (!call) {
      leave(node, 'It is handed on as a function.');
      continue;
    }
    const print = readPrint(module, call, task);
    if (isProblem(print)) {
      leave(call, print.problem);
      continue;
    }
    const obstacle = task.backend.logging.obstacleTo({ module, node: call, library, level: INFO, logger: logger?.library === library ? logger : undefined }) ?? readByTest(module, task);
    const message = messageOf(print, library, task);
    if (obstacle !== undefined) leave(call, obstacle);
    else if (print.values.length === 0) {
      if (mayGo(print)) turned.push({ print, method: 'info', arguments: [] });
      else leave(call, 'It only makes an empty line.');
    } else if (isProblem(message)) leave(call, message.problem);
    else turned.push({ print, method: methodFor(print, prints, task), arguments: message.arguments });
    if (print.values.length > 0) prints.push(print);
  }
  return turned;
}

/** Every mention of the builtin. */
function printsIn(module: Module, { python }: Task<Options>): readonly PyNode[] {
  const enter = ({ start, end }: PyNode): boolean => SPELLING.test(module.text.slice(start, end));
  return [...deepDescendants(module.tree.root, enter)].filter((node) => {
    if (node.type !== 'identifier' || node.text !== 'print') return false;
    const symbol = python.symbolOf(module, node);
    return symbol.kind === 'builtin' && node.parent?.type !== 'keyword_argument';
  });
}

function change(module: Module, turned: readonly Turned[], leave: (node: PyNode, because: string) => void, task: Task<Options>): void {
  const logger = ownLogger(task, module, libraryFor(module, task), turned.map(({ print }) => print.node));
  if (isProblem(logger)) {
    for (const { print } of turned) leave(print.node, logger.problem);
    return;
  }
  const [first] = turned;
  if (!first) return;
  task.change(module.at(first.print.node), `${counted(turned.length)} The logger of the module, \`${logger.name}\`, writes the same.`, (edit) => {
    logger.write(edit);
    for (const one of turned) rewrite(one, logger.name, task, edit);
    removeSpareImports(turned.map(({ print }) => print), logger.there === undefined, edit);
  });
}

function flag(module: Module, nodes: readonly PyNode[], because: string, task: Task<Options>): void {
  const [first] = nodes;
  if (first) task.flag(module.at(first), `${counted(nodes.length)} ${because}`);
}

function counted(count: number): string {
  return count === 1 ? 'What is printed here should be a record.' : `What is printed here and in ${count - 1} more place${count === 2 ? '' : 's'} of the module should be records.`;
}
