import { defineCodemod } from '#pystd';
import { considerApp } from './gate/index.ts';
import { flagLateAssignments } from './late.ts';
import type { Options } from './options.ts';
import { considerOwnPages } from './own/index.ts';

export default defineCodemod<Options>({
  id: 'docs-gating',
  title: 'Serve the API docs only where the settings allow it',
  why: `Interactive docs that are served everywhere are also served where nobody meant to.
One boolean setting, off by default, decides whether Swagger UI and ReDoc are there.
Hiding the docs is no access control: the endpoints themselves stay as open as they were.`,
  links: ['https://fastapi.tiangolo.com/how-to/conditional-openapi/'],
  rules: ['framework/docs-url-gated'],
  safety: 'review',
  after: ['settings-class', 'poetry-to-uv'],
  options: {
    field: 'DEBUG',
    docsUrl: '/docs',
    redocUrl: '/redoc',
    gateSchema: false,
    gateOwnPages: false,
    config: 'src/core/config.py',
    packageRoot: 'src',
    accessor: 'module-singleton',
  },
  parameters: {
    field: 'framework/docs-url-gated.flag',
    docsUrl: 'framework/docs-url-gated.docs_url',
    redocUrl: 'framework/docs-url-gated.redoc_url',
    gateSchema: 'framework/docs-url-gated.gate_openapi_json',
    config: 'structure/config-module.path',
    packageRoot: 'structure/package-root.root',
    accessor: 'config/settings-accessor.pattern',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run(task) {
    considerOwnPages(task);
    for (const app of task.backend.apps) {
      if (app.role !== 'service') continue;
      flagLateAssignments(app, task);
      considerApp(app, task);
    }
  },
});
