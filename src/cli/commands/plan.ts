import { EXIT, type ExitCode } from '../exit.ts';
import type { PlanFlags } from '../flags.ts';
import { openSession } from '../session.ts';
import { paintFor, print } from '../terminal.ts';

/** `pystd plan`: which codemods would run, in which order, and why the others would not. */
export async function planCommand(path: string, flags: PlanFlags): Promise<ExitCode> {
  const { plan, standard } = await openSession(path, flags);
  const order = plan.order.map(({ codemod, rules }) => ({ codemod: codemod.id, title: codemod.title, safety: codemod.safety, rules: [...rules] }));
  if (flags.format === 'json') {
    await print(`${JSON.stringify({ schema: 'pystd/plan/1', standard: standard.id, order, leftOut: plan.leftOut.map(({ id, because }) => ({ codemod: id, because })) }, undefined, 2)}\n`);
    return EXIT.done;
  }
  const paint = paintFor(flags);
  const lines = [
    paint.bold(`Standard ${standard.id}${standard.level === undefined ? '' : `, level ${standard.level}`}`),
    ...order.map(({ codemod, title, safety }, index) => `${index + 1}. ${codemod} ${paint.dim(`(${safety})`)} ${title}`),
    ...(order.length === 0 ? ['Nothing would run.'] : []),
    ...plan.leftOut.map(({ id, because }) => paint.dim(`-  ${id}: ${because}`)),
  ];
  await print(`${lines.join('\n')}\n`);
  return EXIT.done;
}
