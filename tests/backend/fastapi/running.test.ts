import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AppModel } from '../../../src/backend/fastapi/index.ts';
import { settingsPython } from '../../support/settings-values.ts';
import { repository } from '../repository.ts';
import { SERVICES, type Service } from './services.ts';

interface Running {
  readonly routes: readonly { readonly methods: readonly string[]; readonly route: string; readonly endpoint: string; readonly inSchema: boolean }[];
  readonly openapi: readonly (readonly [string, string])[];
}

/** What FastAPI itself says of a service, imported for real. */
function running({ files, module, attribute }: Service): Running {
  const folder = mkdtempSync(join(tmpdir(), 'pystd-routes-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const script = join(import.meta.dirname, '../../support/running_routes.py');
    return JSON.parse(execFileSync(settingsPython(), [script, module, attribute], { cwd: folder, encoding: 'utf8' })) as Running;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The application that the others are mounted in, if there are several. */
function modelOf({ files }: Service): AppModel {
  const { apps } = repository(files).backend;
  const app = apps.find(({ routes }) => routes.length > 0);
  if (!app) throw new Error('There is no application with routes.');
  return app;
}

/** The model in the words of the script. */
function table({ routes, mounts }: AppModel): Running['routes'] {
  const all = [
    ...routes.map(({ methods, path, endpoint, inSchema, kind, order }) => ({ order, methods: methods === 'websocket' ? ['WEBSOCKET'] : [...methods].sort(), route: path, endpoint: endpoint.name, inSchema: kind === 'api' && inSchema === true })),
    ...mounts.map(({ path, order }) => ({ order, methods: ['MOUNT'], route: path, endpoint: '', inSchema: false })),
  ];
  return all.sort((a, b) => a.order - b.order).map(({ order: _order, ...route }) => route);
}

describe('the model is what the running application answers, in its order', () => {
  it.each(Object.entries(SERVICES))('%s', (_, service) => {
    const model = modelOf(service);
    const { routes, openapi } = running(service);
    expect(table(model)).toEqual(routes);
    expect(model.unknown.map(({ because }) => because)).toEqual([]);
    const shown = model.routes.filter(({ kind, inSchema }) => kind === 'api' && inSchema === true);
    const operations = shown.flatMap(({ path, methods }) => [...methods].map((method) => `${path.replace(/\{(\w+):\w+\}/g, '{$1}')} ${method}`));
    expect([...new Set(operations)].sort()).toEqual(openapi.map((pair) => pair.join(' ')).sort());
  });
});
