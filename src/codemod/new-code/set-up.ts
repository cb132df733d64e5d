import type { AppModel } from '../../backend/fastapi/index.ts';
import { statementAround } from '../../python/edit/rows.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import type { Editor } from '../editor.ts';

/**
 * Adds a statement to the set-up of an application, in the block that makes it: `outermost` behind everything there that adds a middleware or is given the
 * application, so that a middleware added by it meets each request first; `after-routers` behind the last router that is included there.
 */
export function addSetUp(editor: Editor, app: AppModel, code: string, where: 'after-routers' | 'outermost'): void {
  const made = statementAround(app.node);
  const variable = app.variable ?? '';
  const concerns = where === 'outermost' ? (statement: PyNode) => addsMiddleware(statement, app) || isGiven(statement, variable) : (statement: PyNode) => calls(statement, variable, 'include_router');
  const last = made.parent?.children.findLast((statement) => statement.start > made.start && concerns(statement));
  editor.statement(app.module, last ?? made).insertAfter(code);
}

/** Whether a middleware of the application is added somewhere in a statement. */
function addsMiddleware({ start, end }: PyNode, { middleware, module }: AppModel): boolean {
  return middleware.some((one) => one.module === module && start <= one.node.start && one.node.end <= end);
}

/** `add_routers(app)`, `FastAPIInstrumentor.instrument_app(app)`, `admin = Admin(app, engine)` as a statement of its own; not `uvicorn.run(app)` under an `if`. */
function isGiven(statement: PyNode, variable: string): boolean {
  const [expression] = statement.type === 'expression_statement' ? statement.children : [];
  const call = expression?.type === 'assignment' ? expression.children.at(-1) : expression;
  if (call?.type !== 'call') return false;
  const list = argumentListOf(call);
  const isArgument = list !== undefined && argumentsOf(list).some(({ value }) => value.text === variable);
  return isArgument || (calleeOf(call)?.text ?? '').startsWith(`${variable}.`);
}

function calls(statement: PyNode, variable: string, method: string): boolean {
  const [call] = statement.type === 'expression_statement' ? statement.children : [];
  return call?.type === 'call' && calleeOf(call)?.text === `${variable}.${method}`;
}
