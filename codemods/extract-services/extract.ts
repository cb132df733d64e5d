import { serviceTargets, type Task } from '#pystd';
import { routesInWords } from './handlers.ts';
import type { Options } from './options.ts';
import { planLayers, type PlannedService } from './plan.ts';
import { writeService } from './write.ts';

/** Moves what can be moved, and says of the rest why it stays. */
export function extractServices(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const { services, blocked } = planLayers(task, target, task.options);
    for (const service of services) {
      const { module, extractions } = service;
      const [first] = extractions;
      if (first) task.change(module.at(first.definition), messageOf(service), (edit) => writeService(service, target, edit, task));
    }
    for (const { handler, node, because } of blocked) {
      const { statements, queries, branches } = handler.measures;
      task.flag(handler.module.at(node), `\`${handler.name}\` (${routesInWords(handler)}; ${statements} statements, ${queries} calls for data, ${branches} branches) stays as it is. ${because}`);
    }
  }
}

function messageOf({ home: { name, path }, extractions }: PlannedService): string {
  const parts = extractions.map(({ name: handler, isWhole }) => (isWhole ? `\`${handler}\`` : `part of \`${handler}\``));
  return `The work of ${parts.join(', ')} becomes \`${name}\` in \`${path}\`.`;
}
