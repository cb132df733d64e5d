import { enclosing, type AppModel, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Page } from '../pages.ts';
import { appClassOf } from './app-class.ts';
import { standingOfCall } from './call.ts';
import { standingByInit } from './own-init.ts';
import type { Standing } from './standing.ts';

export type { Condition, Standing } from './standing.ts';

/** What an application is told of a page: by its class, by the call that makes it, or by one of several ways to make it. */
export function standingOf(app: AppModel, page: Page, task: Task<Options>): Standing {
  const own = ownStanding(app, page, task);
  if (own.kind !== 'absent' && own.kind !== 'open') return own;
  return isDecidedBeside(app, page, task) ? { kind: 'decided', condition: undefined } : own;
}

/** Whether the pages of an application are served at all: without the OpenAPI document there are none. */
export function mayBeServed(app: AppModel, task: Task<Options>): boolean {
  const { kind } = standingOf(app, 'openapi_url', task);
  return kind !== 'off' && kind !== 'decided';
}

function ownStanding(app: AppModel, page: Page, task: Task<Options>): Standing {
  if (app.subclass === undefined) return standingOfCall(app, page, task);
  const read = appClassOf(app, task);
  if ('because' in read) return app.argument(page) ? standingOfCall(app, page, task) : { kind: 'unclear', because: read.because };
  return standingByInit(app, page, read.line, task) ?? standingOfCall(app, page, task);
}

/** Whether the application is made in another way elsewhere, by what the program decides, and is there without the page. */
function isDecidedBeside(app: AppModel, page: Page, task: Task<Options>): boolean {
  const others = task.backend.apps.filter((other) => other !== app && isAlternative(app, other));
  return others.some((other) => {
    const { kind } = ownStanding(other, page, task);
    const schema = ownStanding(other, 'openapi_url', task).kind;
    return [kind, schema].some((one) => one === 'off' || one === 'decided');
  });
}

/** Two ways to make one application, at least one of them under a condition. */
function isAlternative(app: AppModel, other: AppModel): boolean {
  if (app.module !== other.module || app.inFunction !== other.inFunction || (!app.conditional && !other.conditional)) return false;
  const choice = choiceAround(app.node);
  if (choice && choice === choiceAround(other.node)) return true;
  return app.variable === undefined ? isReturned(app) && isReturned(other) : app.variable === other.variable;
}

function choiceAround(node: PyNode): PyNode | undefined {
  return enclosing(node, 'conditional_expression', 'boolean_operator');
}

function isReturned({ node }: AppModel): boolean {
  return enclosing(node, 'return_statement') !== undefined;
}
