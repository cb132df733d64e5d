import type { ModuleNames } from '../names/index.ts';
import type { PyNode } from '../syntax/node.ts';
import { calleeOf } from '../syntax/views.ts';
import { deepDescendants, parts } from '../syntax/walk.ts';

/** Calls that change what imports after them find or read: the path, the environment, the working directory, patched modules. */
const PREPARING_CALL =
  /^(sys\.path\.(append|insert|extend|remove|pop|clear)|site\.addsitedir|os\.(environ\.(setdefault|update|pop|clear)|putenv|unsetenv|chdir)|gevent\.monkey\.\w+|eventlet\.monkey_patch)$/;

/** The call that puts a file of variables into the environment. */
const LOADING_CALL = /^dotenv\.(main\.)?load_dotenv$/;

/** What is changed by assignment to the same end: `os.environ["TZ"] = "UTC"`, `sys.path += […]`, `sys.path[:0] = […]`. */
const PREPARING_TARGET = /^(sys\.path|os\.environ)$/;

/**
 * Whether a statement prepares the imports that come after it, so that no import of other code may be put before it. Bodies of functions
 * run later and do not count; calls of functions that prepare are not followed. `despiteLoads` passes over files of variables.
 */
export function preparesImports(statement: PyNode, names: ModuleNames, despiteLoads: boolean): boolean {
  if (!/\b(path|environ|addsitedir|putenv|unsetenv|chdir|load_dotenv|monkey|monkey_patch)\b/.test(statement.text)) return false;
  const path = (expression: PyNode | undefined): string => {
    const meaning = expression && names.resolve(expression);
    const likely = meaning?.kind === 'unknown' ? meaning.otherwise : meaning;
    return likely?.kind === 'import' ? likely.path : '';
  };
  for (const node of deepDescendants(statement, ({ type }) => type !== 'function_definition' && type !== 'lambda')) {
    const called = node.type === 'call' ? path(calleeOf(node)) : '';
    if (PREPARING_CALL.test(called) || (!despiteLoads && LOADING_CALL.test(called))) return true;
    if (node.type !== 'assignment' && node.type !== 'augmented_assignment' && node.type !== 'delete_statement') continue;
    const [target] = parts(node);
    if (PREPARING_TARGET.test(path(target?.type === 'subscript' ? parts(target)[0] : target))) return true;
  }
  return false;
}
