import { enclosing, parts, type PyNode, type Task } from '#pystd';
import { newRequirements, settingsGate, type Where } from '../gate/condition.ts';
import { byDefault, consequence } from '../gate/notes.ts';
import type { Options } from '../options.ts';
import { ownPages, type OwnPage } from './find.ts';
import { neededElsewhere, registrationOf, wrapped } from './wrap.ts';

/** Pages made by hand are served whatever the app's own addresses say: tells of them or, on request, puts them under the setting. */
export function considerOwnPages(task: Task<Options>): void {
  const runs: { readonly pages: OwnPage[]; readonly statements: PyNode[] }[] = [];
  for (const page of ownPages(task)) {
    const statement = task.options.gateOwnPages ? registrationOf(page) : undefined;
    const because = task.options.gateOwnPages ? neededElsewhere(page, statement, task) : undefined;
    const run = runs.find(({ statements }) => statement && statements.some((one) => one === statement || follows(statement, one)));
    if (!statement || because !== undefined) tell([page], because, task);
    else if (run) {
      run.pages.push(page);
      if (!run.statements.includes(statement)) run.statements.push(statement);
    } else runs.push({ pages: [page], statements: [statement] });
  }
  for (const { pages, statements } of runs) gateTogether(pages, statements, task);
}

/** Whether a statement stands right below another one. */
function follows(statement: PyNode, other: PyNode): boolean {
  const siblings = other.parent ? parts(other.parent) : [];
  return siblings.indexOf(statement) === siblings.indexOf(other) + 1;
}

function tell(pages: readonly OwnPage[], because: string | undefined, task: Task<Options>): void {
  const [first] = pages;
  if (first) task.flag(first.module.at(first.call), `${servedByHand(pages)}: see to it that the settings decide that, too.${because === undefined ? '' : ` ${because}`}`);
}

function servedByHand(pages: readonly OwnPage[]): string {
  const makers = [...new Set(pages.map(({ maker }) => `\`${maker}\``))];
  const paths = [...new Set(pages.flatMap(({ routes }) => routes.map(({ path }) => `\`${path}\``)))];
  return `${makers.join(' and ')} ${makers.length > 1 ? 'serve' : 'serves'} the API docs by hand${paths.length > 0 ? ` at ${paths.join(', ')}` : ''}`;
}

/** Puts the functions of one run under one condition. */
function gateTogether(pages: readonly OwnPage[], statements: readonly PyNode[], task: Task<Options>): void {
  const [first] = pages;
  const [node] = statements;
  if (!first || !node) return;
  const { module } = first;
  const where: Where = { module, node, inFunction: enclosing(node, 'function_definition', 'lambda') };
  const settings = task.backend.settings.settingsFor(module);
  if (settings.kind !== 'one') return tell(pages, settings.kind === 'none' ? settings.because : 'Several settings objects could decide it.', task);
  const missing = newRequirements(where, settings.object, task);
  if (missing.length > 0) return tell(pages, `Nothing the app imports makes the settings so far, which need ${missing.map((name) => `\`${name}\``).join(', ')} to be set.`, task);
  const gate = settingsGate(where, undefined, settings.object, task);
  task.change(module.at(first.call), `${servedByHand(pages)}. Let it follow \`${gate.seen}\`${byDefault(settings.object, gate.field)}.`, (edit) => {
    edit.edit(module.path, wrapped(module, statements, gate.test(edit, { module, node })));
    task.note(consequence(settings.object, gate.field, gate.seen));
  });
}
