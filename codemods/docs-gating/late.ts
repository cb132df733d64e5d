import { parts, type AppModel, type Task } from '#pystd';
import type { Options } from './options.ts';
import { ALL_PAGES, type Page } from './pages.ts';

/** FastAPI reads the addresses when the app is made. */
export function flagLateAssignments(app: AppModel, task: Task<Options>): void {
  for (const page of ALL_PAGES) {
    for (const { module, node } of app.assignments(page)) {
      const effect = page === 'openapi_url' ? ': the document stays where it is, and the pages look for it elsewhere' : ', which has no effect';
      task.flag(module.at(node), `\`${page}\` is set after the app was made${effect}. Give it to the constructor.`);
    }
  }
}

/** The pages somebody meant to take away by setting them to `None` later: by which setting is theirs to say, so a person moves it. */
export function meantLate(app: AppModel): ReadonlySet<Page> {
  const meant = ALL_PAGES.filter((page) => app.assignments(page).some(({ node }) => parts(node).at(-1)?.type === 'none'));
  return new Set(meant.includes('openapi_url') ? ALL_PAGES : meant);
}
