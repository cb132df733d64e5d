import { projectOf, roleOf, type ServiceTarget, type Task } from '#pystd';
import type { Options } from '../options.ts';

/** A path of a health endpoint that is spelled somewhere. */
const SPELLED = /(["'])(?:\/[\w-]+){0,3}\/(?:_*(?:lb)?heartbeat_*|health[-_]?checks?|healthz?|livez|liveness|readyz?|readiness|ping)\/?\1/;

/** Where part of the routes cannot be told: whether a health endpoint may be among them. A full sentence. */
export function mayBeHidden({ app, project }: ServiceTarget, task: Task<Options>): string | undefined {
  const unknown = app.unknown.filter(({ about }) => about !== 'route');
  const [first] = unknown;
  if (!first) return undefined;
  const known = new Set(app.routes.map(({ registration }) => registration.module));
  const spelling = task.python.layout.modules.find((module) => roleOf(module.path) === 'service' && !known.has(module) && projectOf(task.repo, module.path) === project && SPELLED.test(module.text));
  return spelling && `\`${spelling.path}\` spells the path of one, and which routes the application has cannot be told: ${first.because}`;
}
