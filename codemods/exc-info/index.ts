import { calleeOf, defineCodemod, insertion, parts, replacement, roleOf, type Edit, type LogCall, type PyNode, type Task } from '#pystd';
import { wantingTraceback, type Options } from './wanted.ts';
import { obstacleOfTests } from './tests.ts';

const SPELLING = /\.(?:a?(?:error|critical|warning)|warn|fatal)\(/;

export default defineCodemod<Options>({
  id: 'exc-info',
  title: 'Log exceptions with their traceback',
  why: `A message says that something failed, the traceback says where. \`exc_info=True\` adds it to the record and leaves message, level and flow as they are.
Every \`error\` and \`critical\` in an \`except\` clause gets it, and a \`warning\` that does not name the exception where the clause takes any. Left alone are clauses that log the
traceback already or raise the same exception again (whoever catches it next has it), exceptions that belong to the way of the program, errors that are
answered to a client as the client's own, failures that are tried again, and warnings in loops that go on.`,
  links: ['https://docs.python.org/3/library/logging.html#logging.Logger.debug'],
  rules: ['logging/exceptions-with-traceback'],
  safety: 'review',
  after: ['settings-class', 'logging-setup', 'module-logger', 'print-to-logger'],
  options: { warnings: false },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && SPELLING.test(text) && text.includes('except')),

  run(task) {
    const { python, backend } = task;
    for (const module of python.layout.modules) {
      if (roleOf(module.path) !== 'service' || task.ownershipOf(module.path) !== 'own' || !module.text.includes('except') || !SPELLING.test(module.text)) continue;
      if (backend.logging.isCommandLine(module)) continue;
      for (const call of wantingTraceback(backend.logging.callsIn(module), task)) add(call, task);
    }
  },
});

/** The traceback in the way of the library. */
function add(call: LogCall, task: Task<object>): void {
  const { module, node, callee, method, logger } = call;
  const told = `An exception is handled here, and \`${method}\` does not say where it comes from.`;
  const obstacle = obstacleOfTests(call, task);
  if (obstacle !== undefined) {
    task.flag(module.at(node), `${told} ${obstacle}`);
    return;
  }
  if (logger.library === 'structlog') noteRenderer(task);
  if (logger.library === 'loguru' && task.backend.logging.setups.every((setup) => setup.kind !== 'loguru.add' || !/\bdiagnose\s*=\s*False\b/.test(setup.node.text))) {
    task.note('loguru shows the values of variables in tracebacks, unless its sinks are added with `diagnose=False`: look at what they may hold.');
  }
  task.change(module.at(node), `${told} The record gets the traceback.`, (edit) => {
    if (logger.library !== 'loguru') edit.setKeywords(call, [{ name: 'exc_info', value: 'True' }]);
    else edit.edit(module.path, [withOption(callee)]);
  });
}

/** `logger.exception(…)` for an error, `logger.opt(exception=True).critical(…)` for another level; options that are there get one more. */
function withOption(callee: PyNode): Edit {
  const [object, method] = parts(callee);
  if (!object || !method) return insertion(callee.start, '');
  if (method.text === 'error') return replacement(method, 'exception');
  const option = object.type === 'call' && /\.opt$/.test(calleeOf(object)?.text ?? '') ? object : undefined;
  if (!option) return insertion(object.end, '.opt(exception=True)');
  return insertion(option.end - 1, `${/\(\s*\)$/.test(option.text) ? '' : ', '}exception=True`);
}

/** structlog renders a traceback only with a processor for it; the renderer for the console has one. */
function noteRenderer(task: Task<object>): void {
  const bare = task.backend.logging.setups.find((setup) => {
    const processors = setup.arguments.find(({ name }) => name === 'processors');
    return setup.kind === 'structlog.configure' && processors?.value.type === 'list' && !/format_exc_info|dict_tracebacks|ExceptionRenderer|ConsoleRenderer|wrap_for_formatter/.test(processors.value.text);
  });
  if (bare) task.note(`\`${bare.module.path}\` configures structlog without a processor for tracebacks: add \`structlog.processors.format_exc_info\` before the renderer.`);
}
