import type { AppModel } from '../../backend/fastapi/index.ts';
import { projectOf } from '../../backend/roles.ts';
import { serviceRootOf, type ServiceRoot } from '../../backend/service-root.ts';
import type { Task } from '../task.ts';

/** The application of a project that answers for the service. */
export interface ServiceTarget {
  readonly project: string;
  readonly root: Extract<ServiceRoot, { kind: 'known' }>;
  readonly app: AppModel;
}

/** The applications that answer for the services of a repository, one for each project. What cannot be told is flagged. */
export function serviceTargets<O>(task: Task<O>): readonly ServiceTarget[] {
  const apps = task.backend.apps.filter(({ role }) => role === 'service');
  const projects = new Map<string, AppModel[]>();
  for (const app of apps) {
    const project = projectOf(task.repo, app.module.path);
    projects.set(project, [...(projects.get(project) ?? []), app]);
  }
  return [...projects].flatMap(([project, own]): ServiceTarget[] => {
    const root = serviceRootOf(task, project);
    const [first] = own;
    if (!first) return [];
    const flag = (app: AppModel, because: string): readonly ServiceTarget[] => {
      task.flag(app.module.at(app.node), `Which application answers for the service cannot be told. ${because}`);
      return [];
    };
    if (root.kind === 'unknown') return [...flag(first, root.because)];
    const here = own.filter(({ module }) => module === root.entry);
    const outer = here.filter((app) => !isMounted(app, own));
    const [app, other] = outer.length > 0 ? outer : here;
    if (!app) return [...flag(first, 'The module that makes it is not the one that is served.')];
    return other ? [...flag(other, `\`${app.module.path}\` makes several.`)] : [{ project, root, app }];
  });
}

function isMounted(app: AppModel, others: readonly AppModel[]): boolean {
  return others.some(({ mounts }) => mounts.some(({ what }) => typeof what === 'object' && what.node === app.node));
}

/** Why nothing can be added to the application behind the statement that makes it, by the way it is made. A full sentence. */
export function obstacleToSetUp({ app }: ServiceTarget): string | undefined {
  if (app.conditional === 'expression') return 'The app is one side of an expression that chooses between apps.';
  if (app.conditional) return `The app is made inside \`${app.conditional}\`, and another branch may make a different one.`;
  return app.variable === undefined ? 'The app is held by no plain variable that something could be added to.' : undefined;
}
