import { defineCodemod } from '#pystd';
import { extractServices } from './extract.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'extract-services',
  title: 'Move the work of fat route handlers into services',
  why: `A handler that queries, decides and commits can be tested only through HTTP and reused not at all. Its statements become a method of a service, word for word, and the
handler hands over to it: decorators, path, name, parameters, dependencies and docstring stay, so that the API cannot tell the difference. What works with requests, responses
and background tasks stays in the route. The session, commits and their order are the same. What cannot be moved provably stays whole, with the reason.`,
  links: ['https://fastapi.tiangolo.com/tutorial/bigger-applications/', 'https://www.cosmicpython.com/book/chapter_04_service_layer.html'],
  rules: ['layers/routes-call-services', 'layers/no-logic-in-routes', 'layers/no-db-in-routes', 'layers/routes-http-only', 'layers/service-classes', 'structure/services-location'],
  safety: 'review',
  partOf: 'split-layers',
  after: ['package-inits', 'settings-class', 'error-handling', 'logging-setup', 'module-logger', 'print-to-logger', 'exc-info', 'correlation-id', 'extract-repositories'],
  options: {
    services: 'src/services',
    file: '{name}_service.py',
    packageRoot: 'src',
    maxStatements: 8,
    maxComplexity: 3,
    handlers: [],
  },
  parameters: {
    services: 'structure/services-location.path',
    file: 'structure/services-location.file',
    packageRoot: 'structure/package-root.root',
    maxStatements: 'layers/no-logic-in-routes.max_statements',
    maxComplexity: 'layers/no-logic-in-routes.max_complexity',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /\b(?:sqlalchemy|sqlmodel)\b/.test(text)),

  run: extractServices,
});
