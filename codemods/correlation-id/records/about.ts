import type { LoggingSetup, ServiceTarget, Task } from '#pystd';
import type { Names, Options } from '../options.ts';
import type { IdSource } from './source.ts';

/** The rule of all findings about records. */
export const RULE = 'logging/correlation-id';

/** What the records of one service are seen to with. */
export interface About {
  readonly task: Task<Options>;
  readonly target: ServiceTarget;
  readonly source: Exclude<IdSource, { kind: 'other' }>;
  readonly names: Names;
  /** The calls that set up logging where the service runs. */
  readonly setups: readonly LoggingSetup[];
}

/** What is said of records that do not carry the id. */
export function unseen(names: Names, because: string): string {
  return `Not all log records show the ${names.title} of their request. ${because}`;
}
