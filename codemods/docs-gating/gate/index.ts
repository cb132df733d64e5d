import { constantOf, type AppModel, type Task } from '#pystd';
import { askersFor, watchedBy } from '../asked/index.ts';
import { mayBeServed, standingOf } from '../given/index.ts';
import { meantLate } from '../late.ts';
import type { Options } from '../options.ts';
import { gatedPages, PAGES, prefixesOf, usualAddress, type Page } from '../pages.ts';
import { borrowedGate, newRequirements, settingsGate, type Gate } from './condition.ts';
import { newSettings } from './new-settings.ts';
import { byDefault, consequence, noteDependents } from './notes.ts';
import { isOpen } from './words.ts';
import { addressOf, writeGate, type OpenPage } from './write.ts';

/** Lets the pages of one application follow the settings, or says why a person has to. */
export function considerApp(app: AppModel, task: Task<Options>): void {
  if (!mayBeServed(app, task)) return;
  const late = meantLate(app);
  const pages = gatedPages(task.options).filter((page) => !late.has(page));
  const standings = pages.map((page) => ({ page, standing: standingOf(app, page, task) }));
  const schema = standingOf(app, 'openapi_url', task);
  const at = app.module.at(app.node);
  const unclear = schema.kind === 'unclear' ? schema : standings.map(({ standing }) => standing).find(({ kind }) => kind === 'unclear');
  const open = standings.flatMap(({ page, standing }): OpenPage[] => (standing.kind === 'absent' || standing.kind === 'open' ? [{ page, standing }] : []));
  if (unclear?.kind === 'unclear') {
    const perhaps = standings.filter(({ standing: { kind } }) => kind !== 'off' && kind !== 'decided').map(({ page }) => page);
    if (perhaps.length > 0) task.flag(at, `${isOpen(app, perhaps, 'may be', task)} ${unclear.because}`);
  } else if (open.length > 0) considerOpen(app, open, task);
}

function considerOpen(app: AppModel, open: readonly OpenPage[], task: Task<Options>): void {
  const at = app.module.at(app.node);
  const said = isOpen(app, open.map(({ page }) => page), 'are', task);
  const askers = askersFor(app, open, task);
  const watched = watchedBy(askers);
  const found = watched === undefined ? gateFor(app, open, task) : { problem: watched };
  if ('problem' in found) {
    task.flag(at, `${said} ${found.problem}`);
    return;
  }
  task.change(at, `${said} ${found.message}`, (edit) => {
    writeGate(edit, open, found.gate, task);
    if (found.note !== undefined) task.note(found.note);
    for (const { page } of moved(open, task)) task.note(`\`${page}\` moves from \`${PAGES[page]}\` to \`${usualAddress(page, task.options)}\`, where the standard wants it.`);
    noteDependents(app, open, askers, task);
    task.declare({ removes: addressesOf(app, open, task), adds: moved(open, task).map(({ page }) => usualAddress(page, task.options)) });
  });
}

/** Everything that is not there any more while the setting is off: the pages, and what the pages bring along. */
function addressesOf(app: AppModel, open: readonly OpenPage[], task: Task<Options>): readonly string[] {
  const redirect = app.argument('swagger_ui_oauth2_redirect_url');
  const own = open.flatMap((one) => addressOf(one, task) ?? []);
  const isOpenPage = (page: Page): boolean => open.some((one) => one.page === page);
  // Without the document FastAPI serves neither page.
  const brought = [...(isOpenPage('openapi_url') ? Object.values(PAGES) : []), ...(isOpenPage('openapi_url') || isOpenPage('docs_url') ? [(redirect && constantOf(redirect)) ?? '/docs/oauth2-redirect'] : [])];
  return prefixesOf(app, task).flatMap((prefix) => [...own, ...brought].map((address) => `${prefix}${address}`));
}

/** Pages that have been at FastAPI's own address so far. */
function moved(open: readonly OpenPage[], { options }: Task<Options>): readonly OpenPage[] {
  return open.filter(({ page, standing }) => standing.kind === 'absent' && usualAddress(page, options) !== PAGES[page]);
}

/** What the pages can follow, and how the reviewer is told. */
function gateFor(app: AppModel, open: readonly OpenPage[], task: Task<Options>): { readonly gate: Gate; readonly message: string; readonly note: string | undefined } | { readonly problem: string } {
  const isHere = open.every(({ standing }) => standing.call?.node === app.node);
  const borrowed = isHere ? borrowedGate(app, (page: Page) => standingOf(app, page, task)) : undefined;
  if (borrowed) return { gate: borrowed, message: `Let them follow \`${borrowed.seen}\`, as \`${borrowed.from}\` does.`, note: undefined };
  const settings = task.backend.settings.settingsFor(app.module);
  if (settings.kind === 'several') {
    const names = new Set(settings.objects.map(({ name, module }) => `\`${name}\` of \`${module.path}\``));
    return { problem: `Several settings objects could decide it: ${[...names].join(', ')}.` };
  }
  if (settings.kind === 'none') {
    const made = isHere ? newSettings(app, task, settings.because) : { problem: settings.because };
    if ('problem' in made) return made;
    const note = `The docs are gone wherever \`${made.seen}\` is off: switch it on for local development with \`${made.variable}=true\`.`;
    return { gate: made, message: `Let them follow \`${made.seen}\` of new settings, which is off by default.`, note };
  }
  const missing = newRequirements(app, settings.object, task);
  if (missing.length > 0) return { problem: `Nothing the app imports makes the settings so far, which need ${missing.map((name) => `\`${name}\``).join(', ')} to be set: the app might not start any more.` };
  const gate = settingsGate(app, app.argument('debug')?.value.text, settings.object, task);
  return { gate, message: `Let them follow \`${gate.seen}\`${byDefault(settings.object, gate.field)}.`, note: consequence(settings.object, gate.field, gate.seen) };
}
