import { fitted, importBlock, type NewImport } from '#pystd';
import type { Label } from '../options.ts';

const CLIENT = ['CONTENT_TYPE_LATEST', 'REGISTRY', 'CollectorRegistry', 'Counter', 'Histogram', 'generate_latest'] as const;

/** The module of the metrics and of the function that answers with them. */
export function metricsText(labels: readonly Label[], width: number): string {
  const imports: readonly NewImport[] = [
    ...CLIENT.map((name): NewImport => ({ module: 'prometheus_client', name, section: 'outer' })),
    { module: 'prometheus_client.multiprocess', name: 'MultiProcessCollector', section: 'outer' },
    { module: 'starlette.requests', name: 'Request', section: 'outer' },
    { module: 'starlette.responses', name: 'Response', section: 'outer' },
  ];
  return `"""Prometheus metrics of the service."""

${importBlock(imports, width)}
LABELS = (${labels.map(({ name }) => `"${name}"`).join(', ')}${labels.length === 1 ? ',' : ''})

# Apart from the default registry, which refuses metrics of a module that is
# loaded twice.
REQUEST_REGISTRY = CollectorRegistry()

${fitted('REQUEST_COUNT = Counter(', ['"http_requests_total"', '"Requests that were answered."', 'LABELS', 'registry=REQUEST_REGISTRY'], ')', width)}
${fitted('REQUEST_DURATION = Histogram(', ['"http_request_duration_seconds"', '"Seconds until a request was answered."', 'LABELS', 'registry=REQUEST_REGISTRY'], ')', width)}


async def get_metrics(_request: Request) -> Response:
    """Answer with the metrics in the text format of Prometheus.

    Args:
        _request: The request, of which nothing matters.

    Returns:
        Those of all workers if PROMETHEUS_MULTIPROC_DIR is set, else its own.
    """
    merged = CollectorRegistry()
    try:
        MultiProcessCollector(merged)  # type: ignore[no-untyped-call]
    except ValueError:
        # PROMETHEUS_MULTIPROC_DIR is not set: there is this process only.
${width < 80 ? '        content = generate_latest(REGISTRY)\n        content += generate_latest(REQUEST_REGISTRY)' : '        content = generate_latest(REGISTRY) + generate_latest(REQUEST_REGISTRY)'}
    else:
        content = generate_latest(merged)
    return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST})
`;
}
