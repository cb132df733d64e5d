import { defineCodemod } from '#pystd';
import { addMiddleware } from './add.ts';
import type { Options } from './options.ts';
import { enrichRecords } from './records/index.ts';

export default defineCodemod<Options>({
  id: 'correlation-id',
  title: 'Give each request an id that its records and its response carry',
  why: `Whoever looks into a failure has one response and a log of thousands of requests: an id that both carry brings them together, and across services
where the caller's own id is kept. A pure ASGI middleware sets it in a context variable, so that tasks, threads and background work of the request see it.
An id from outside is taken only where it is short and plain, since it is written into logs. What gives requests an id already is never doubled.`,
  links: ['https://www.w3.org/TR/trace-context/', 'https://www.starlette.io/middleware/#pure-asgi-middleware', 'https://docs.python.org/3/howto/logging-cookbook.html#filters-contextual'],
  rules: ['observability/correlation-middleware', 'logging/correlation-id'],
  safety: 'review',
  // The last middleware that is added is the outermost one.
  after: ['settings-class', 'package-inits', 'docs-gating', 'error-handling', 'logging-setup', 'module-logger', 'print-to-logger', 'cors-allowlist', 'security-headers', 'metrics-endpoint'],
  options: {
    field: 'correlation_id',
    header: '',
    longest: 128,
    middleware: 'src/middleware.py',
    packageRoot: 'src',
  },
  parameters: {
    field: 'logging/correlation-id.field',
    header: 'observability/correlation-middleware.header',
    middleware: 'structure/middleware-module.path',
    packageRoot: 'structure/package-root.root',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: [addMiddleware, enrichRecords],
});
