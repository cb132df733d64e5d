import { fitted, importBlock, type NewImport } from '#pystd';
import type { Label } from '../options.ts';

/** What the module of the tests is made of. */
export interface TestParts {
  readonly width: number;
  readonly path: string;
  readonly labels: readonly Label[];
  /** The application, where tests import it. */
  readonly app: NewImport | undefined;
  /** Modules of the metrics and of the middleware, by their dotted names. */
  readonly metrics: string;
  readonly middleware: string;
}

/** Tests of the metrics by an application of their own, and of the endpoint of the service. */
export function testsText({ width, path, labels, app, metrics, middleware }: TestParts): string {
  const imports: readonly NewImport[] = [
    ...['APIRouter', 'FastAPI'].map((name): NewImport => ({ module: 'fastapi', name, section: 'outer' })),
    { module: 'fastapi.testclient', name: 'TestClient', section: 'outer' },
    ...['REQUEST_REGISTRY', ...(app ? [] : ['get_metrics'])].map((name): NewImport => ({ module: metrics, name, section: 'own' })),
    { module: middleware, name: 'MetricsMiddleware', section: 'own' },
    ...(app ? [app] : []),
  ];
  const values: Readonly<Record<string, string>> = { endpoint: 'endpoint', method: '"GET"', status: 'status' };
  const sample = labels.map(({ name }) => `"${name}": ${values[name] ?? '""'}`);
  const route = app ? '' : `    measured.add_route("${path}", get_metrics, include_in_schema=False)\n`;
  const asked = app ? 'TestClient(app)' : 'TestClient(_measured_app())';
  const value = 'REQUEST_REGISTRY.get_sample_value("http_requests_total", labels)';
  const sampled = width < 82 ? `    value = ${value}\n    return value or 0.0` : `    return ${value} or 0.0`;
  return `"""Tests of the metrics."""

${importBlock(imports, width)}
BOOK = "/metered/shelves/{shelf}/books/{book}"


def _measured_app() -> FastAPI:
    router = APIRouter(prefix="/shelves/{shelf}")

    @router.get("/books/{book}")
    def read_book(shelf: str, book: int) -> int:
        return book // len(shelf.strip("-"))

    measured = FastAPI()
    measured.include_router(router, prefix="/metered")
${route}    measured.add_middleware(MetricsMiddleware)
    return measured


def _count(endpoint: str, status: str) -> float:
${fitted('labels = {', sample, '}', width, '    ')}
${sampled}


def test_requests_are_counted_by_the_template_of_their_route() -> None:
    client = TestClient(_measured_app())
    before = _count(BOOK, "200")

    client.get("/metered/shelves/a/books/1")
    client.get("/metered/shelves/b/books/2")

    assert _count(BOOK, "200") == before + 2


def test_unknown_paths_share_one_label() -> None:
    client = TestClient(_measured_app())
    before = _count("unmatched", "404")

    client.get("/metered/nothing-here")
    client.get("/metered/nor-here")

    assert _count("unmatched", "404") == before + 2


def test_an_error_is_counted_as_one() -> None:
    client = TestClient(_measured_app(), raise_server_exceptions=False)
    before = _count(BOOK, "500")

    client.get("/metered/shelves/-/books/1")

    assert _count(BOOK, "500") == before + 1


def test_metrics_are_answered() -> None:
    response = ${asked}.get("${path}")

    assert response.status_code == 200
    assert "http_requests_total" in response.text
`;
}
