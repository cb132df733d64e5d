import { defineCodemod, roleOf, type AppModel, type Task } from '#pystd';
import { isRefused } from './callable.ts';
import { flowOf, type Flow } from './flow.ts';
import { writeHelper } from './helper.ts';
import { planFor } from './plan.ts';
import { argumentRegistrations, type Registration } from './registration.ts';
import { spelledRegistrations, straysOf } from './strays.ts';
import { writeLifespan } from './write.ts';

const SPELLINGS = /\bon_event\b|\badd_event_handler\b|\bon_startup\b|\bon_shutdown\b/;

export default defineCodemod({
  id: 'lifespan',
  title: 'Start and stop the application in one lifespan',
  why: `\`on_event\` is deprecated, newer versions of FastAPI have no \`add_event_handler\` any more, and beside a \`lifespan\` all such handlers are silently ignored.
One async context manager runs the same functions in the same order: what starts above the \`yield\`, what stops below it.
All handlers of an application move, or none of them does.`,
  links: ['https://fastapi.tiangolo.com/advanced/events/'],
  rules: ['framework/app-factory-lifespan'],
  safety: 'review',
  after: ['settings-class', 'poetry-to-uv'],
  options: {},

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && SPELLINGS.test(text)),

  run(task) {
    const services = task.backend.apps.filter(({ role }) => role === 'service');
    // To follow an application means to read whatever mentions it: only where there is something to find.
    const isUsed = services.some((app) => givenTo(app).length > 0) || spelledRegistrations(task).length > 0;
    const apps = isUsed ? services : [];
    const flows = apps.map((app) => ({ app, flow: flowOf(app, task) }));
    const strays = straysOf(flows.map(({ flow }) => flow), task);
    for (const { module, node, on } of strays) {
      if (on === 'unknown') task.flag(module.at(node), 'It cannot be told which application this handler belongs to. It does not run for one that has a `lifespan`: call it there.');
    }
    for (const { app, flow } of flows) {
      const registrations = [...givenTo(app), ...flow.registrations.filter(({ module }) => roleOf(module.path) === 'service')];
      const [first] = registrations;
      if (!first) continue;
      const lifespan = app.argument('lifespan');
      if (lifespan && lifespan.value.type !== 'none') flagSilent(registrations, task);
      else if (lifespan && registrations.some(({ how }) => how === 'argument')) task.flag(app.module.at(app.node), `${summary(registrations)} \`lifespan=None\` is written beside them: take it out first.`);
      else move(app, flow, registrations, first);
    }

    function move(app: AppModel, flow: Flow, registrations: readonly Registration[], first: Registration): void {
      const isAlone = apps.filter(({ module }) => module === app.module).length === 1;
      const plan = planFor(app, flow, strays, isAlone, task);
      const at = first.module.at(first.node);
      if (isRefused(plan)) {
        task.flag(at, `${summary(registrations)} ${plan.because}`);
        return;
      }
      task.change(at, `${summary(registrations)} One \`${plan.code.name}\` runs them in the same order.`, (edit) => {
        if ('definition' in plan.home) writeHelper(app, plan.home, plan.project, task, edit);
        else writeLifespan(app, plan.home, plan.code, plan.registrations, plan.project, task, edit);
        for (const note of plan.notes) task.note(note);
      });
    }
  },
});

/** Handlers in the constructor's lists; those of lists that cannot be read count as one. */
function givenTo(app: AppModel): readonly Registration[] {
  const given = argumentRegistrations(app);
  if (!('because' in given)) return given;
  const argument = app.argument('on_startup') ?? app.argument('on_shutdown');
  return argument ? [{ module: app.module, event: argument.name === 'on_startup' ? 'startup' : 'shutdown', node: argument.node, how: 'argument', handler: argument.value, inFunction: app.inFunction }] : [];
}

/** What an application has: `2 handlers of startup and 1 of shutdown`. */
function summary(registrations: readonly Registration[]): string {
  const counts = (['startup', 'shutdown'] as const).flatMap((event) => {
    const count = registrations.filter((one) => one.event === event).length;
    return count > 0 ? [`${count} for ${event}`] : [];
  });
  return `Event handlers, which FastAPI deprecates: ${counts.join(', ')}.`;
}

/** Handlers that have never run: to let them run now would change what the application does. */
function flagSilent(registrations: readonly Registration[], task: Task<object>): void {
  for (const { module, node, event } of registrations) {
    task.flag(module.at(node), `This ${event} handler does not run: FastAPI ignores it beside the \`lifespan\` of the application. Call it there, or take it out.`);
  }
}
