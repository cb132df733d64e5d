import { blockOf, calleeOf, deepDescendants, nameInSight, parts, settingsInSight, type Module, type PyNode, type SettingsObject, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Entries } from './dictionary.ts';

/** What `settings.fastapi_kwargs`, `settings.arguments()` or `app_arguments()` returns; `undefined` for any other expression. */
export function returnedBy(module: Module, expression: PyNode, task: Task<Options>, read: (module: Module, node: PyNode) => Entries): Entries | undefined {
  const isCall = expression.type === 'call';
  if (isCall && !/\(\s*\)$/.test(expression.text)) return undefined;
  const called = isCall ? calleeOf(expression) : expression;
  if (!called) return undefined;
  const symbol = task.python.symbolOf(module, called);
  const how = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  if (isCall && symbol.kind === 'defined' && how?.kind === 'function') return ofFunction(symbol.module, how.definition, read);
  return called.type === 'attribute' ? ofSettings(module, called, isCall ? 'method' : 'property', task, read) : undefined;
}

/** A property or method of the settings. */
function ofSettings(module: Module, attribute: PyNode, kind: 'property' | 'method', task: Task<Options>, read: (module: Module, node: PyNode) => Entries): Entries | undefined {
  const [object, name] = parts(attribute);
  const settings = task.backend.settings.settingsFor(module);
  if (!object || !name || settings.kind !== 'one' || !isSettings(module, object, settings.object, task)) return undefined;
  const field = settings.object.fields.findLast((one) => one.name === name.text && one.kind === kind);
  if (!field) return undefined;
  const definitions = task.backend.settings.classes.flatMap((one) => methodsNamed(one.node, name.text).map((node) => ({ module: one.module, node })));
  const [only, other] = definitions;
  if (!only || other) return { because: `Several settings classes say what \`${attribute.text}\` holds.` };
  return ofFunction(only.module, only.node, read);
}

function isSettings(module: Module, object: PyNode, settings: SettingsObject, task: Task<Options>): boolean {
  const call = settings.access === 'function' ? '()' : '';
  const inSight = nameInSight(task, settings, module, object);
  return object.text === settingsInSight(settings, module, object, task.python) || (inSight !== undefined && object.text === inSight + call);
}

function methodsNamed(owner: PyNode, name: string): readonly PyNode[] {
  const body = blockOf(owner);
  return (body ? parts(body) : []).flatMap((statement) => {
    const definition = statement.type === 'decorated_definition' ? parts(statement).at(-1) : statement;
    return definition?.type === 'function_definition' && parts(definition)[0]?.text === name ? [definition] : [];
  });
}

/** The one thing a function returns. */
function ofFunction(module: Module, definition: PyNode, read: (module: Module, node: PyNode) => Entries): Entries {
  const returns = [...deepDescendants(definition, (node) => node === definition || !['function_definition', 'class_definition', 'lambda'].includes(node.type))].filter(({ type }) => type === 'return_statement');
  const [only, other] = returns;
  const [value] = only ? parts(only) : [];
  if (!value || other) return { because: `What \`${parts(definition)[0]?.text ?? ''}\` returns cannot be told.` };
  return read(module, value);
}
