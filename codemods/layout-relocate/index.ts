import { defineCodemod } from '#pystd';
import type { Options } from './options.ts';
import { relocate } from './relocate.ts';

export default defineCodemod<Options>({
  id: 'layout-relocate',
  title: "Move modules into the standard's tree",
  why: `In a tree that says what lies where, nobody has to search. Modules move as they are, as renames that git follows, below the package that the service has already;
what names them moves with them in the same patch: imports anywhere, strings that name modules by meaning (\`mock.patch\`, \`import_module\`, \`uvicorn.run\`), commands of images, scripts and
pipelines, and the settings of tools. A module stays, with the reason, where anything that names it cannot be followed, or where it would not be the same
program in another place: it reads its own path, is copied into an image by its name, or gives its name to tasks in a queue. The module that makes the application moves by an option only: servers that
this repository does not know of may be told its name. Feature packages are not divided into layers.`,
  links: ['https://git-scm.com/docs/git-log#Documentation/git-log.txt---follow'],
  rules: [
    'structure/package-root', 'structure/routes-location', 'structure/services-location', 'structure/repositories-location', 'structure/models-location', 'structure/schemas-location',
    'structure/config-module', 'structure/database-module', 'structure/middleware-module', 'structure/main-module', 'structure/workers-dir', 'structure/shared-package', 'structure/feature-packages',
  ],
  safety: 'review',
  after: ['package-inits', 'poetry-to-uv', 'settings-class'],
  onRequest: true,
  options: {
    routes: 'src/api/routes',
    services: 'src/services',
    serviceFile: '{name}_service.py',
    repositories: 'src/repositories',
    repositoryFile: '{name}_repository.py',
    models: 'src/models',
    schemas: 'src/schemas',
    config: 'src/core/config.py',
    database: 'src/core/database.py',
    middleware: 'src/middleware.py',
    main: 'src/main.py',
    entry: false,
    workers: '',
    packageRoot: 'src',
  },
  parameters: {
    routes: 'structure/routes-location.path',
    services: 'structure/services-location.path',
    serviceFile: 'structure/services-location.file',
    repositories: 'structure/repositories-location.path',
    repositoryFile: 'structure/repositories-location.file',
    models: 'structure/models-location.path',
    schemas: 'structure/schemas-location.path',
    config: 'structure/config-module.path',
    database: 'structure/database-module.path',
    middleware: 'structure/middleware-module.path',
    main: 'structure/main-module.path',
    workers: 'structure/workers-dir.path',
    packageRoot: 'structure/package-root.root',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: relocate,
});
