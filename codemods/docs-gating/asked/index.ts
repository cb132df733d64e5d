import { projectOf, type AppModel, type Task } from '#pystd';
import { mayBeServed, standingOf } from '../given/index.ts';
import { addressOf, type OpenPage } from '../gate/write.ts';
import type { Options } from '../options.ts';
import { ALL_PAGES, prefixesOf, type Page } from '../pages.ts';
import { askersOf, type Asker } from './askers.ts';

export type { Asker } from './askers.ts';

/** Where the pages of an application answer, as far as that is a plain text: under every path it is mounted at. */
export function addressesOf(app: AppModel, pages: readonly OpenPage[], task: Task<Options>): readonly string[] {
  const prefixes = prefixesOf(app, task);
  return pages.flatMap((page) => addressOf(page, task) ?? []).flatMap((address) => prefixes.map((prefix) => prefix + address));
}

/** Who asks for the pages of an application outside of it. */
export function askersFor(app: AppModel, pages: readonly OpenPage[], task: Task<Options>): readonly Asker[] {
  const others = task.backend.apps.filter((other) => other !== app && other.role === 'service' && mayBeServed(other, task));
  const theirs = new Set(others.flatMap((other) => addressesOf(other, servedPages(other, task), task)));
  return askersOf(task, projectOf(task.repo, app.module.path), addressesOf(app, pages, task), theirs);
}

function servedPages(app: AppModel, task: Task<Options>): readonly OpenPage[] {
  return ALL_PAGES.flatMap((page: Page) => {
    const standing = standingOf(app, page, task);
    return standing.kind === 'absent' || standing.kind === 'open' ? [{ page, standing }] : [];
  });
}

/** Why the pages cannot go where the settings say so: something watches the service by them. A full sentence. */
export function watchedBy(askers: readonly Asker[]): string | undefined {
  const [first, ...others] = askers.filter(({ kind }) => kind === 'probe' || kind === 'command');
  if (!first) return undefined;
  const places = [first, ...others].slice(0, 3).map(({ place }) => place);
  const more = others.length > 2 ? ` and ${others.length - 2} more` : '';
  const asks = others.length > 0 ? 'ask' : 'asks';
  const what = first.kind === 'probe' ? `whether the service is well` : `to go on`;
  return `${places.join(', ')}${more} ${asks} for \`${first.address}\` ${what}, and would fail where the page is switched off: let it ask for something else first.`;
}
