import { defineCodemod } from '#pystd';
import { setUpLogging } from './add.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'logging-setup',
  title: 'Set up logging in one place',
  why: `Without a set-up Python drops whatever is below WARNING and prints the rest as bare texts, in which nobody finds a request or an error again.
One function, called before the application is made, gives every logger the standard's form: lines of JSON with their fields and tracebacks in production, the level from the settings.
What uvicorn and other libraries log comes out once and in the same form. A set-up that is there is never doubled: what it lacks is reported.`,
  links: ['https://docs.python.org/3/howto/logging.html', 'https://www.structlog.org/en/stable/standard-library.html', 'https://loguru.readthedocs.io/en/stable/overview.html'],
  rules: [
    'logging/structured', 'logging/backend', 'structure/logging-module', 'logging/formatters', 'logging/rotating-files', 'logging/split-files',
    'logging/level-by-environment', 'logging/record-fields', 'logging/db-at-debug',
  ],
  safety: 'review',
  after: ['settings-class', 'package-inits', 'poetry-to-uv', 'requirements-to-uv', 'gitignore-hygiene', 'docs-gating'],
  options: {
    library: 'logging',
    module: 'src/core/logging.py',
    formatters: ['console', 'file', 'json'],
    fields: ['timestamp', 'name', 'level', 'funcName', 'lineno', 'message'],
    processors: ['merge_contextvars', 'add_log_level', 'TimeStamper(iso)', 'StackInfoRenderer', 'JSONRenderer'],
    development: 'DEBUG',
    production: 'INFO',
    level: 'INFO',
    tiers: ['development', 'staging', 'production'],
    all: 'logs/app.log',
    errors: 'logs/error.log',
    maxBytes: 10485760,
    backupCount: 5,
    config: 'src/core/config.py',
    packageRoot: 'src',
    accessor: 'module-singleton',
  },
  parameters: {
    library: 'logging/backend.lib',
    module: 'structure/logging-module.path',
    formatters: 'logging/formatters.formatters',
    fields: 'logging/record-fields.fields',
    processors: 'logging/record-fields.processors',
    development: 'logging/level-by-environment.development',
    production: 'logging/level-by-environment.production',
    level: 'logging/level-by-environment.default',
    tiers: 'config/environment-tiers.tiers',
    all: 'logging/split-files.all',
    errors: 'logging/split-files.errors',
    maxBytes: 'logging/rotating-files.max_bytes',
    backupCount: 'logging/rotating-files.backup_count',
    config: 'structure/config-module.path',
    packageRoot: 'structure/package-root.root',
    accessor: 'config/settings-accessor.pattern',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: setUpLogging,
});
