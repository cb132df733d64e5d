import type { Task } from '#pystd';
import { isOurs } from '../records/source.ts';
import type { Names, Options } from '../options.ts';
import type { KnownIds } from './find.ts';

const RULE = 'observability/correlation-middleware';

/** Tells how the ids that requests have already differ from what the standard asks for. */
export function flagKnown(task: Task<Options>, known: KnownIds, names: Names): void {
  if (isOurs(known, names)) return;
  const at = known.module.at(known.node);
  switch (known.kind) {
    case 'tracer':
      task.flag(at, `${known.title} gives each request a trace id already; whether records and responses are to carry that one or a ${names.title} of their own is a decision. No second id was added.`, { rule: RULE });
      return;
    case 'elsewhere':
      task.flag(at, `${known.title} has to do with ids of requests already, and no middleware was seen to give them one. No second id was added.`, { rule: RULE });
      return;
    case 'library':
    case 'own': {
      const header = headerOf(known);
      if (header !== undefined && header.toLowerCase() === names.header.toLowerCase()) return;
      if (header === undefined) task.flag(at, `${known.title} gives requests ids already; no header was seen by which a caller could give and get them (\`${names.header}\`). No second id was added.`, { rule: RULE });
      else task.flag(at, `${known.title} gives requests their ids in \`${header}\`, which stands for \`${names.header}\` that the standard asks for: rename it when no caller uses the old name any more.`, { rule: RULE });
    }
  }
}

/** The header that a middleware takes and gives, as far as it can be told. */
function headerOf({ text, title }: KnownIds): string | undefined {
  const [spelled] = /\bx-(?:correlation|request|trace)-?id\b/i.exec(text) ?? [];
  return spelled ?? (title.includes('asgi_correlation_id') && !text.includes('header_name') ? 'X-Request-ID' : undefined);
}
