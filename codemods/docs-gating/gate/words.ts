import type { AppModel, Task } from '#pystd';
import type { Options } from '../options.ts';
import { prefixesOf, type Page } from '../pages.ts';

/** The finding's first sentence. */
export function isOpen(app: AppModel, pages: readonly Page[], certainty: 'are' | 'may be', task: Task<Options>): string {
  const prefixes = prefixesOf(app, task).filter((prefix) => prefix !== '');
  const under = prefixes.length > 0 ? ` under ${prefixes.map((prefix) => `\`${prefix}\``).join(', ')}` : '';
  return `The API docs ${certainty} open${under}: ${pages.map((page) => `\`${page}\``).join(', ')}.`;
}
