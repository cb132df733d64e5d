import type { ModuleNames } from '../names/index.ts';
import type { PyNode } from '../syntax/node.ts';
import { calleeOf } from '../syntax/views.ts';
import { deepDescendants, parts } from '../syntax/walk.ts';

/** Calls that change what imports after them find or read: the path, the environment, the working directory, patched modules. */
const PREPARING_CALL =
  /^(sys\.path\.(append|insert|extend|remove|pop|clear)|site\.addsitedir|os\.(environ\.(setdefault|update|pop|clear)|putenv|unsetenv|chdir)|dotenv\.(main\.)?load_dotenv|gevent\.monkey\.\w+|eventlet\.monkey_patch)$/;

/** What is changed by assignment to the same end: `os.environ["TZ"] = "UTC"`, `sys.path += […]`, `sys.path[:0] = […]`. */
const PREPARING_TARGET = /^(sys\.path|os\.environ)$/;

/**
 * Whether a statement prepares the imports that come after it, so that no import of other code may be put before it. Bodies of functions
 * run later and do not count; calls of functions that prepare are not followed.
 */
export function preparesImports(statement: PyNode, names: ModuleNames): boolean {
  if (!/\b(path|environ|addsitedir|putenv|unsetenv|chdir|load_dotenv|monkey|monkey_patch)\b/.test(statement.text)) return false;
  const path = (expression: PyNode | undefined): string => {
    const meaning = expression && names.resolve(expression);
    const likely = meaning?.kind === 'unknown' ? meaning.otherwise : meaning;
    return likely?.kind === 'import' ? likely.path : '';
  };
  for (const node of deepDescendants(statement, ({ type }) => type !== 'function_definition' && type !== 'lambda')) {
    if (node.type === 'call' && PREPARING_CALL.test(path(calleeOf(node)))) return true;
    if (node.type !== 'assignment' && node.type !== 'augmented_assignment' && node.type !== 'delete_statement') continue;
    const [target] = parts(node);
    if (PREPARING_TARGET.test(path(target?.type === 'subscript' ? parts(target)[0] : target))) return true;
  }
  return false;
}
