import { defineCodemod } from '#pystd';
import { addMetrics } from './add.ts';
import type { Options } from './options.ts';

export default defineCodemod<Options>({
  id: 'metrics-endpoint',
  title: 'Measure requests and answer with Prometheus metrics',
  why: `How many requests a service answers, how long it takes for them and how many fail is what alerts and dashboards are made of.
Requests are counted and timed by the template of their route, so that there are never more labels than routes, by a middleware that leaves every answer as it is.
A service that is measured already, by whichever library, gets no second set of metrics.`,
  links: ['https://prometheus.io/docs/practices/instrumentation/', 'https://prometheus.github.io/client_python/multiprocess/'],
  rules: ['observability/prometheus-metrics', 'observability/request-metrics', 'observability/resource-metrics'],
  safety: 'review',
  after: ['settings-class', 'package-inits', 'poetry-to-uv', 'requirements-to-uv', 'adopt-poetry', 'docs-gating', 'cors-allowlist', 'security-headers'],
  options: {
    path: '/metrics',
    labels: ['endpoint', 'method', 'status'],
    logging: 'src/core/logging.py',
    middleware: 'src/core/middleware.py',
    packageRoot: 'src',
  },
  parameters: {
    path: 'observability/prometheus-metrics.path',
    labels: 'observability/request-metrics.labels',
    logging: 'structure/logging-module.path',
    middleware: 'structure/middleware-module.path',
    packageRoot: 'structure/package-root.root',
  },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('FastAPI')),

  run: addMetrics,
});
