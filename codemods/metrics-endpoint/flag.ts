import { isRunByHand, projectOf, roleOf, type ServiceTarget, type Task } from '#pystd';
import { answering, type Known } from './known.ts';
import type { Options } from './options.ts';

const EXPOSED = 'observability/prometheus-metrics';
const REQUESTS = 'observability/request-metrics';
const RESOURCES = 'observability/resource-metrics';

/** The rule that asks for the endpoint: that of requests, where a standard names no way to hand metrics out. */
export function ruleIn({ wants }: Task<Options>): string {
  return wants(EXPOSED) ? EXPOSED : REQUESTS;
}

/** Tells what the metrics that are there leave out. */
export function flagKnown(task: Task<Options>, { app }: ServiceTarget, { at, library, countsRequests, isExposed }: Known): void {
  const { path } = task.options;
  const answers = isExposed || answering(app, path) !== undefined;
  if (!answers && task.wants(EXPOSED)) task.flag(at, `\`${library}\` measures the service, and nothing answers \`GET ${path}\` with it: have it do so, rather than measure everything twice.`, { rule: EXPOSED });
  if (!countsRequests) task.flag(at, `There are metrics of \`${library}\`, and none of them counts and times the requests by ${task.options.labels.map((label) => `\`${label}\``).join(', ')}.`, { rule: REQUESTS });
}

/** Engines whose connections and statements can be measured. */
const ENGINES: readonly string[] = ['sqlalchemy.ext.asyncio.create_async_engine', 'sqlalchemy.ext.asyncio.engine.create_async_engine', 'sqlalchemy.create_engine', 'sqlalchemy.engine.create_engine', 'sqlmodel.create_engine'];
/** What code that measures them looks like. */
const MEASURED = /\b(?:before_cursor_execute|after_cursor_execute|checkedout|checkedin|PoolEvents|SQLAlchemyInstrumentor|instrument_sqlalchemy)\b|["'](?:checkout|checkin)["']/;

/** Tells that nobody measures the connections of an engine and its statements: how an engine is pooled, and what is a limit for it, is a matter of each. */
export function flagResources(task: Task<Options>, { project }: ServiceTarget): void {
  if (!task.wants(RESOURCES)) return;
  const { python, repo } = task;
  const isOwn = (path: string): boolean => roleOf(path) === 'service' && !isRunByHand(path) && projectOf(repo, path) === project;
  if (python.layout.modules.some(({ path, text }) => isOwn(path) && MEASURED.test(text))) return;
  const [call] = ENGINES.flatMap((external) => python.callsTo({ external })).filter(({ module }) => isOwn(module.path)).sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start));
  if (call) task.flag(call.module.at(call.node), 'Nothing measures how many connections of this engine are in use, and how long its statements take.', { rule: RESOURCES });
}
