import { defineCodemod } from '#pystd';
import { addEndpoints } from './add.ts';
import { askFromContainers } from './containers/index.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'health-endpoints',
  title: 'Add liveness and readiness endpoints',
  why: `Whoever runs a service has to know whether it is alive, whether it can do its work, and which build of it that is.
Liveness needs nothing but the process; readiness asks what the service depends on, each with a timeout, and says no more than how it is.
Only what the project has is probed, and a health endpoint that is there already is never doubled.`,
  links: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/', 'https://fastapi.tiangolo.com/tutorial/bigger-applications/'],
  rules: [
    'observability/health-liveness', 'observability/health-readiness', 'observability/health-probes', 'observability/health-version-build', 'observability/health-degraded',
    'containers/healthcheck',
  ],
  safety: 'review',
  after: ['settings-class', 'package-inits', 'poetry-to-uv', 'docs-gating', 'logging-setup', 'lifespan', 'error-handling'],
  options: {
    path: '/health',
    checks: false,
    readyPath: '/health/ready',
    failStatus: 503,
    critical: ['database'],
    timeout: 2,
    fields: ['version', 'build_timestamp', 'commit'],
    statuses: ['ok', 'degraded', 'unavailable'],
    checkValues: [],
    shape: ['status', 'checks'],
    tags: [],
    routes: 'src/api/routes',
    services: 'src/services',
    serviceFile: '{name}_service.py',
    schemas: 'src/schemas',
    config: 'src/core/config.py',
    packageRoot: 'src',
    accessor: 'module-singleton',
    containers: true,
    interval: '30s',
    wait: '5s',
    retries: 3,
  },
  parameters: {
    path: 'observability/health-liveness.path',
    checks: 'observability/health-liveness.checks',
    tags: 'observability/health-liveness.tags',
    readyPath: 'observability/health-readiness.path',
    failStatus: 'observability/health-readiness.fail_status',
    critical: 'observability/health-readiness.critical',
    timeout: 'observability/health-probes.timeout_s',
    fields: 'observability/health-version-build.fields',
    statuses: 'observability/health-degraded.statuses',
    checkValues: 'observability/health-degraded.check_values',
    shape: 'observability/health-degraded.shape',
    routes: 'structure/routes-location.path',
    services: 'structure/services-location.path',
    serviceFile: 'structure/services-location.file',
    schemas: 'structure/schemas-location.path',
    config: 'structure/config-module.path',
    packageRoot: 'structure/package-root.root',
    accessor: 'config/settings-accessor.pattern',
    interval: 'containers/healthcheck.interval',
    wait: 'containers/healthcheck.timeout',
    retries: 'containers/healthcheck.retries',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: [addEndpoints, askFromContainers],
});
