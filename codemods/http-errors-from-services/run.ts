import { modulesOf, ownExceptions, projectOf, series, serviceTargets, type Module, type Task } from '#pystd';
import { answeringOf } from './answers/application.ts';
import { replacementFor, type Replacement } from './candidates.ts';
import type { Options } from './options.ts';
import { passageOf } from './passage.ts';
import { httpRaises, type HttpRaise, type UnreadRaise } from './raises.ts';
import { obstacleToNaming, rewrite } from './write.ts';

/** An answer of HTTP that becomes an exception of the service. */
export interface Replaced {
  readonly raised: HttpRaise;
  readonly by: Replacement;
}

/** Raises exceptions of the service where clients see no difference; says of each module what stays. */
export function raiseOwn(task: Task<Options>): void {
  for (const { project, app } of serviceTargets(task)) {
    const raises = httpRaises(task, project);
    if (raises.length === 0) continue;
    const exceptions = ownExceptions(task.python, modulesOf(task, project, 'service'));
    const others = task.backend.apps.filter((one) => one.role === 'service' && projectOf(task.repo, one.module.path) === project);
    const answering = others.length > 1 ? { problem: 'The project has several applications, which each answer for themselves.' } : answeringOf(task, app);
    const passage = passageOf(task, project, exceptions);
    const decide = (raised: HttpRaise | UnreadRaise): Replaced | UnreadRaise => {
      const kept = (because: string): UnreadRaise => ({ module: raised.module, statement: raised.statement, because });
      if ('because' in raised) return raised;
      if ('problem' in answering) return kept(answering.problem);
      const by = replacementFor(raised, exceptions, answering);
      if ('problem' in by) return kept(by.problem);
      const obstacle = passage.obstacle(raised, by.exception) ?? obstacleToNaming(task, raised.module, by.exception);
      return obstacle === undefined ? { raised, by } : kept(obstacle);
    };
    const decided = raises.map(decide);
    for (const module of new Set(raises.map((one) => one.module))) tell(task, module, decided.filter((one) => ('raised' in one ? one.raised.module : one.module) === module));
  }
}

function tell(task: Task<Options>, module: Module, decided: readonly (Replaced | UnreadRaise)[]): void {
  const replaced = decided.filter((one): one is Replaced => 'raised' in one);
  const kept = decided.filter((one): one is UnreadRaise => 'because' in one);
  const [first] = replaced;
  if (first) {
    const names = [...new Set(replaced.map(({ by, raised }) => `\`${by.exception.name}\` (${raised.status})`))];
    task.change(module.at(first.raised.statement), `Business code raises \`HTTPException\` ${times(replaced.length)} where ${series(names)} of the service ${names.length === 1 ? 'has' : 'have'} the same answer.`, (edit) => rewrite(module, replaced, edit, task));
  }
  const [one] = kept;
  if (!one) return;
  const reasons = [...new Set(kept.map(({ because }) => because))].map((because) => {
    const lines = kept.filter((other) => other.because === because).length;
    return kept.length === 1 || lines === kept.length ? because : `${capital(times(lines))}: ${because}`;
  });
  task.flag(module.at(one.statement), `Business code raises \`HTTPException\` ${times(kept.length)}. ${reasons.join(' ')}`);
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
