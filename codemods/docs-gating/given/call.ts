import type { AppModel, Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Page } from '../pages.ts';
import { entriesOf, isUnread } from './dictionary.ts';
import { standingOfValue, type Standing } from './standing.ts';

/** What the call that makes an application says of a page by itself, whatever class it is made of. */
export function standingOfCall(app: AppModel, page: Page, task: Task<Options>): Standing {
  const own = app.argument(page);
  // A keyword that is written beside what is unpacked is the only one of its name, or the call fails.
  if (own) return standingOfValue(app.module, own, app, task);
  for (const { unpacking, value } of app.arguments) {
    if (unpacking === undefined) continue;
    const entries = unpacking === '**' ? entriesOf(app.module, value, task) : { because: `What \`${value.text}\` holds cannot be told.` };
    if (isUnread(entries)) return { kind: 'unclear', because: `Unpacked arguments may already decide where the docs are served. ${entries.because}` };
    const standing = entries.get(page);
    if (standing) return standing;
  }
  return { kind: 'absent', call: app };
}
