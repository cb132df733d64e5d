import { defineCodemod, isProblem, ownLogger, replacement, roleOf, type LogCall, type Module, type Task } from '#pystd';
import { spareImports, spareStatements } from './imports.ts';
import { obstacleOfTests } from './tests.ts';

const SPELLING = /\blogging\b|\.warn\(/;

export default defineCodemod({
  id: 'module-logger',
  title: 'Log through a logger of each module',
  why: `\`logging.info(…)\` writes to the root logger: nobody can tell from the record where it comes from, or turn one package up or down.
\`logger = logging.getLogger(__name__)\` below the imports can, and writes the same records through the same handlers.
The functions of the module \`logging\` also set the root logger up when nobody has. So a module changes only where every program that runs it sets
logging up before, and where no setup or test treats loggers by their names. Setups, constants and loggers with names of their own stay.`,
  links: ['https://docs.python.org/3/howto/logging.html#advanced-logging-tutorial'],
  rules: ['logging/module-logger', 'logging/levels-appropriate'],
  safety: 'review',
  after: ['settings-class', 'logging-setup'],
  options: {},

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && SPELLING.test(text)),

  run(task) {
    for (const module of task.python.layout.modules) {
      if (roleOf(module.path) !== 'service' || task.ownershipOf(module.path) !== 'own' || !SPELLING.test(module.text)) continue;
      const calls = task.backend.logging.callsIn(module);
      const rooted = calls.filter(({ isRootFunction }) => isRootFunction);
      if (rooted.length > 0) move(module, rooted, task);
      for (const call of calls) if (!call.isRootFunction) renameWarn(call, task);
    }
  },
});

/** All calls of the root logger's functions in a module turn to its own logger, or none does. */
function move(module: Module, calls: readonly LogCall[], task: Task<object>): void {
  const [first] = calls;
  if (!first) return;
  const one = calls.length === 1;
  const told = `${one ? 'A record goes' : `${calls.length} records go`} to the root logger, which does not tell where ${one ? 'it comes' : 'they come'} from.`;
  const at = module.at(first.callee);
  const logger = ownLogger(task, module, 'logging', calls.map(({ node }) => node));
  const obstacle = isProblem(logger) ? logger.problem : (foreign(module, logger.there, task) ?? obstacleIn(module, calls, task));
  if (isProblem(logger) || obstacle !== undefined) {
    task.flag(at, `${told} ${obstacle ?? ''}`);
    return;
  }
  const { name } = logger;
  task.change(at, `${told} ${logger.there ? `\`${name}\`, the logger of the module, does.` : `A logger of the module, \`${name}\`, does.`}`, (edit) => {
    logger.write(edit);
    edit.edit(module.path, calls.map(({ callee, method }) => replacement(callee, `${name}.${method === 'warn' ? 'warning' : method}`)));
    for (const spare of spareImports(module, calls)) edit.removeImport(module, spare);
    for (const statement of spareStatements(module, calls)) edit.statement(module, statement).remove();
  });
}

/** Why the logger that is there is not one of the module itself; a full sentence. */
function foreign(module: Module, there: ReturnType<Task<object>['backend']['logging']['loggerOf']>, { backend }: Task<object>): string | undefined {
  const others = backend.logging.loggersOf(module).find(({ library }) => library !== 'logging');
  if (!there) return others && `\`${others.name}\`, the logger of the module, is one of ${others.library}.`;
  if (there.home !== module) return `\`${there.name}\`, the logger that the module uses, is one of \`${there.home.path}\`.`;
  if (there.called.kind === 'literal') return `\`${there.name}\`, the logger of the module, is called \`${there.called.text}\`.`;
  return there.called.kind === 'unknown' ? `It cannot be told what \`${there.name}\`, the logger of the module, is called.` : undefined;
}

function obstacleIn(module: Module, calls: readonly LogCall[], task: Task<object>): string | undefined {
  for (const { node } of calls) {
    const obstacle = task.backend.logging.obstacleToOwnName(module, node);
    if (obstacle !== undefined) return obstacle;
  }
  return obstacleOfTests(module, new Set(calls.map(({ method }) => method)), task);
}

/** `logger.warn` has been deprecated since Python 3.3 and does what `logger.warning` does. */
function renameWarn({ module, callee, method, logger }: LogCall, task: Task<object>): void {
  const name = callee.type === 'attribute' ? callee.children.at(-1) : undefined;
  if (method !== 'warn' || logger.library !== 'logging' || !name) return;
  const at = module.at(callee);
  const told = '`warn` is deprecated for `warning`, which does the same.';
  const isAsked = task.python.layout.holding('.warn.').some(({ path, text }) => roleOf(path) === 'test' && /\.warn\.(?:assert_|call|side_effect|return_value)/.test(text));
  if (isAsked) task.flag(at, `${told} A test asks how \`warn\` was called.`, { rule: 'logging/levels-appropriate' });
  else task.change(at, told, (edit) => edit.edit(module.path, [replacement(name, 'warning')]), { rule: 'logging/levels-appropriate' });
}
