import { defineCodemod } from '#pystd';
import type { Options } from './options.ts';
import { extractRepositories } from './run.ts';

export default defineCodemod<Options>({
  id: 'extract-repositories',
  title: 'Move queries of route handlers into repositories',
  why: `A query in a handler can be tested only through HTTP, and the next handler writes it again. It becomes a method of a repository that is given the session: word for
word, with what it needs from the handler as parameters, so that the same SQL is sent at the same moments. Objects are added, deleted and refreshed through it as well; commits
and rollbacks stay where they are, for a transaction has one owner. Equal queries share a method, repositories that are there are continued. What cannot be moved provably stays,
with the reason.`,
  links: ['https://www.cosmicpython.com/book/chapter_02_repository.html', 'https://docs.sqlalchemy.org/en/20/orm/session_basics.html'],
  rules: ['layers/all-db-via-repositories', 'structure/repositories-location', 'layers/no-db-in-routes', 'layers/repository-per-aggregate', 'layers/generic-base-repository'],
  safety: 'review',
  partOf: 'split-layers',
  after: ['package-inits', 'settings-class', 'error-handling', 'logging-setup', 'module-logger', 'print-to-logger', 'exc-info', 'correlation-id', 'metrics-endpoint', 'health-endpoints'],
  options: {
    repositories: 'src/repositories',
    file: '{name}_repository.py',
    base: '',
    packageRoot: 'src',
    handlers: [],
  },
  parameters: {
    repositories: 'structure/repositories-location.path',
    file: 'structure/repositories-location.file',
    base: 'structure/repositories-location.base',
    packageRoot: 'structure/package-root.root',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /\b(?:sqlalchemy|sqlmodel|beanie|motor|odmantic|tortoise|databases)\b/.test(text)),

  run: extractRepositories,
});
