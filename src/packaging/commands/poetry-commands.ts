import type { Subcommands } from './call.ts';
import { ADD } from './poetry-add.ts';
import { CONFIG } from './poetry-config.ts';
import { ENVIRONMENT } from './poetry-environment.ts';
import { EXPORT } from './poetry-export.ts';
import { INSTALL } from './poetry-install.ts';
import { LOCK } from './poetry-lock.ts';
import { OTHER } from './poetry-other.ts';
import { PUBLISH } from './poetry-publish.ts';
import { RUN } from './poetry-run.ts';
import { SHOW } from './poetry-show.ts';
import { VERSION } from './poetry-version.ts';

/** Every command of Poetry 1 and 2, and of the plugins that are met. */
export const POETRY_COMMANDS: Subcommands = {
  ...INSTALL,
  ...ADD,
  ...RUN,
  ...LOCK,
  ...EXPORT,
  ...PUBLISH,
  ...VERSION,
  ...SHOW,
  ...ENVIRONMENT,
  ...CONFIG,
  ...OTHER,
};
