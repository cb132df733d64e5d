import { defineCodemod } from '#pystd';
import { handleErrors } from './handle.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'error-handling',
  title: 'Give the application exceptions of its own, answered in one format',
  why: `Services raise what happened, not an HTTP answer; one base class carries the status, a code that clients can rely on, and a message for people.
Handlers turn it into one format, log what is unexpected with its traceback, and say nothing of how the service is built.
The answers of FastAPI to \`HTTPException\` and to invalid requests change only when \`existingResponses\` says so. Errors of the database that nothing catches get
the statuses of the standard in place of 500, which each finding says. Hierarchies and handlers that are there already are never doubled.`,
  links: ['https://fastapi.tiangolo.com/tutorial/handling-errors/', 'https://www.starlette.io/exceptions/'],
  rules: [
    'errors/exception-hierarchy', 'structure/exceptions-module', 'errors/standard-exceptions', 'errors/codes-and-messages', 'errors/handlers-registered', 'errors/status-map',
    'errors/global-fallback', 'errors/response-shape', 'errors/validation-4xx', 'errors/database-exceptions', 'errors/dev-diagnostics',
  ],
  safety: 'review',
  after: ['settings-class', 'package-inits', 'poetry-to-uv', 'docs-gating', 'logging-setup', 'module-logger', 'print-to-logger', 'exc-info'],
  options: {
    existingResponses: 'kept',
    base: 'AppError',
    classes: ['NotFoundError', 'ConflictError', 'ValidationError'],
    envelope: '',
    module: 'src/core/exceptions.py',
    packageRoot: 'src',
    integrityStatus: 409,
    operationalStatus: 503,
  },
  parameters: {
    base: 'errors/exception-hierarchy.base',
    classes: 'errors/standard-exceptions.classes',
    envelope: 'errors/response-shape.envelope',
    module: 'structure/exceptions-module.path',
    packageRoot: 'structure/package-root.root',
    integrityStatus: 'errors/database-exceptions.IntegrityError',
    operationalStatus: 'errors/database-exceptions.OperationalError',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: handleErrors,
});
