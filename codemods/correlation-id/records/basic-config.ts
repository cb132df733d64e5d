import type { Editor, LoggingSetup, RepositoryView } from '#pystd';
import { showField } from './format.ts';

/** What `logging.basicConfig` writes where it is given no format, with the field. */
const defaultFormat = (field: string): string => `"%(levelname)s:%(name)s:[%(${field})s] %(message)s"`;

/** Why the handlers that a call of `basicConfig` makes cannot be given a filter. A full sentence. */
export function obstacleToBasicConfig({ module, node, callee, arguments: given }: LoggingSetup): string | undefined {
  if (callee.type !== 'attribute' || node.parent?.type !== 'expression_statement') return 'The call of `basicConfig` is no statement of the module `logging` by itself.';
  if (given.some(({ unpacking }) => unpacking !== undefined)) return 'The arguments of `basicConfig` are put together as the program runs.';
  if (given.some(({ name }) => name === 'handlers') && /\.setFormatter\(/.test(module.text)) return 'The handlers that `basicConfig` is given have formats of their own.';
  return /\bQueue(?:Handler|Listener)\b/.test(module.text) ? 'Records go through a queue, whose handlers run in another thread, where the id is not known.' : undefined;
}

/** Shows the field in the format, and gives the filter to the handlers that the call has made. Gives what will not show the id, as a full sentence. */
export function enrichBasicConfig(editor: Editor, view: RepositoryView, setup: LoggingSetup, field: string, filter: string): string | undefined {
  const { module, node, callee } = setup;
  const argument = (name: string): LoggingSetup['arguments'][number] | undefined => setup.arguments.find((one) => one.name === name);
  const format = argument('format');
  const style = argument('style')?.value;
  const shown = format && showField(view, module, format.value, field, style === undefined ? '%' : style.text.slice(1, -1), node);
  if (!format) editor.setKeywords(setup, [{ name: 'format', value: defaultFormat(field) }]);
  else if (shown && 'edits' in shown) editor.edit(module.path, shown.edits);
  const name = ['handler', 'root_handler'].find((one) => module.names.isFree(one, module.names.scopeOf(node))) ?? '_root_handler';
  const logging = callee.text.slice(0, callee.text.lastIndexOf('.'));
  editor.statement(module, node).insertAfter(`for ${name} in ${logging}.getLogger().handlers:\n    ${name}.addFilter(${filter}())`);
  return shown && 'problem' in shown ? shown.problem : undefined;
}
