import { serviceTargets, type Task } from '#pystd';
import { isLogger } from './companion.ts';
import { routesInWords } from './handlers.ts';
import type { Options } from './options.ts';
import { companions, planLayers, type PlannedService } from './plan.ts';
import { writeService } from './write.ts';

/** Moves what can be moved, and says of the rest why it stays. */
export function extractServices(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const { services, blocked } = planLayers(task, target, task.options);
    for (const service of services) {
      const { module, extractions } = service;
      const [first] = extractions;
      if (!first) continue;
      task.change(module.at(first.definition), messageOf(service), (edit) => {
        writeService(service, target, edit, task);
        if (companions(service).some(isLogger)) task.note(`What \`${service.home.name}\` logs is logged under the name of \`${service.home.path}\`, no longer of \`${module.path}\`: filters and levels that go by that name may miss it.`);
      });
    }
    for (const { handler, node, because } of blocked) {
      const { statements, queries, branches } = handler.measures;
      task.flag(handler.module.at(node), `\`${handler.name}\` (${routesInWords(handler)}; ${counted(statements, 'statement')}, ${counted(queries, 'call')} for data, ${branches === 1 ? '1 branch' : `${branches} branches`}) stays as it is. ${because}`);
    }
  }
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function messageOf({ home: { name, path }, extractions }: PlannedService): string {
  const parts = extractions.map(({ name: handler, isWhole }) => (isWhole ? `\`${handler}\`` : `part of \`${handler}\``));
  const raises = extractions.some(({ raisesHttp }) => raisesHttp) ? ` It raises \`HTTPException\` as ${extractions.length > 1 ? 'the handlers' : 'the handler'} did, so that every answer stays the same.` : '';
  return `The work of ${parts.join(', ')} becomes \`${name}\` in \`${path}\`.${raises}`;
}
