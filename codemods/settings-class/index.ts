import { defineCodemod } from '#pystd';
import { cleanClass } from './clean-class.ts';
import { turnHolder } from './holder/index.ts';
import { makeClass } from './make-class.ts';
import type { Options } from './plan/options.ts';
import { replaceReads } from './replace-reads.ts';

export default defineCodemod<Options>({
  id: 'settings-class',
  title: 'Read the configuration through one typed Settings class',
  why: `Environment variables that are read here and there have no type, no list and no owner: a missing one is noticed when its line runs.
One pydantic-settings class names them all, with types and defaults, and fails at once with the name of what is missing.
Every value stays what it was; a read whose value could differ stays where it is, with the reason.`,
  links: ['https://docs.pydantic.dev/latest/concepts/pydantic_settings/'],
  rules: [
    'config/pydantic-settings-only', 'config/single-settings-class', 'config/typed-fields', 'config/no-default-secrets', 'config/no-hardcoded-values', 'config/settings-accessor',
    'config/settings-model-config', 'config/dotenv-loading', 'structure/config-module',
  ],
  safety: 'review',
  after: ['pydantic-v2', 'package-inits', 'poetry-to-uv', 'requirements-to-uv', 'adopt-poetry'],
  options: {
    module: 'src/core/config.py',
    packageRoot: 'src',
    accessor: 'module-singleton',
    caseSensitive: true,
    envFile: '',
    requireSecrets: true,
    hardCoded: true,
  },
  parameters: {
    module: 'structure/config-module.path',
    packageRoot: 'structure/package-root.root',
    accessor: 'config/settings-accessor.pattern',
    caseSensitive: 'config/settings-model-config.case_sensitive',
    envFile: 'config/dotenv-loading.env_file',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /environ|getenv|decouple|starlette\.config|create_(?:async_)?engine|CORSMiddleware|jwt|from_url|Celery/.test(text)),

  run: [turnHolder, cleanClass, makeClass, replaceReads],
});
