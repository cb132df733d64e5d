import { planJson } from '../../report/json.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { PlanFlags } from '../flags.ts';
import { openSession, type Session } from '../session.ts';
import { paintFor, print } from '../terminal.ts';
import type { Paint } from '../../report/paint.ts';

/** `pystd plan`: which codemods would run, in which order, and why the others would not. */
export async function planCommand(path: string, flags: PlanFlags): Promise<ExitCode> {
  const session = await openSession(path, flags);
  await print(flags.format === 'json' ? planJson(session.plan) : planText(session, paintFor(flags, process.stdout)));
  return EXIT.done;
}

function planText({ plan, standard }: Session, paint: Paint): string {
  const lines = [
    paint.bold(`Standard ${standard.id}${standard.level === undefined ? '' : `, level ${standard.level}`}`),
    ...plan.order.map(({ codemod: { id, title, safety } }, index) => `${index + 1}. ${id} ${paint.dim(`(${safety})`)} ${title}`),
    ...(plan.order.length === 0 ? ['Nothing would run.'] : []),
    ...plan.leftOut.map(({ id, because }) => paint.dim(`-  ${id}: ${because}`)),
  ];
  return `${lines.join('\n')}\n`;
}
