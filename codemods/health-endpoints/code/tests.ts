import { importBlock, type CodeStyle, type NewImport, type RepoPath } from '#pystd';
import type { Options, Shape } from '../options.ts';
import type { RouterParts } from './router.ts';

/** What the module of the tests is made of. */
export interface TestParts {
  readonly path: RepoPath;
  readonly shape: Shape;
  readonly style: CodeStyle;
  readonly options: Options;
  readonly endpoints: RouterParts['endpoints'];
  /** The fields of the answer of the liveness endpoint. */
  readonly fields: readonly string[];
  /** The application: what to import for it, or the router of an application of the tests' own. */
  readonly app: { readonly import: NewImport; readonly made: string | undefined };
  readonly service: string | undefined;
}

/** Tests of the endpoints that need none of what the service depends on. */
export function testsText(parts: TestParts): string {
  const { path, style, endpoints, app, service } = parts;
  const isOld = style.floor !== undefined && style.floor < 9;
  const isChecking = endpoints.some((one) => one !== 'liveness');
  const isProbing = isChecking && service !== undefined;
  const imports: readonly NewImport[] = [
    ...(isProbing ? [{ module: 'asyncio', section: 'standard' } as const, { module: isOld ? 'typing' : 'collections.abc', name: 'Iterator', section: 'standard' } as const, { module: 'pytest', section: 'outer' } as const] : []),
    ...(app.made?.includes('FastAPI(') ? [{ module: 'fastapi', name: 'FastAPI', section: 'outer' } as const] : []),
    { module: 'fastapi.testclient', name: 'TestClient', section: 'outer' },
    app.import,
    ...(isProbing ? ['HealthService', 'Probe', 'get_health_service'].map((name): NewImport => ({ module: service, name, section: 'own' })) : []),
  ];
  const sections = [
    ...(isProbing ? [PROBES, ASKED] : []),
    ...(endpoints.includes('liveness') ? [livenessTest(parts)] : []),
    ...(isProbing ? probingTests(parts) : isChecking ? [emptyTest(parts)] : []),
  ];
  const made = app.made === undefined ? '' : `\n${app.made}\n`;
  return `"""Tests of the health endpoints."""\n\n${importBlock(imports, style.width(path))}${made}\n\n${sections.join('\n\n\n')}\n`;
}

const PROBES = `async def _answers() -> None:
    """A dependency that is there."""


async def _fails() -> None:
    raise ConnectionError("db://shop:hunter2@database/shop")


async def _hangs() -> None:
    await asyncio.sleep(60)`;

const ASKED = `@pytest.fixture
def health_client() -> Iterator[TestClient]:
    """A client that leaves the probes of the application as they were."""
    yield TestClient(app)
    app.dependency_overrides.pop(get_health_service, None)


def _depend_on(**probes: Probe) -> None:
    service = HealthService(probes, critical={"database"}, timeout=0.05)
    app.dependency_overrides[get_health_service] = lambda: service`;

function livenessTest({ options, shape, fields }: TestParts): string {
  const expected = ['status', ...fields].map((field) => `"${field}"`).join(', ');
  return `def test_health_says_that_the_service_runs() -> None:
    response = TestClient(app).get("${options.path}")

    assert response.status_code == 200
    assert response.json()["status"] == "${shape.fine}"
    assert set(response.json()) == {${expected}}`;
}

function emptyTest({ options, shape, endpoints }: TestParts): string {
  return `def test_nothing_has_to_answer() -> None:
    response = TestClient(app).get("${endpoints.includes('both') ? options.path : options.readyPath}")

    assert response.status_code == 200
    assert response.json()["status"] == "${shape.fine}"
    assert response.json()["checks"] == {}`;
}

function probingTests({ options, shape, endpoints }: TestParts): readonly string[] {
  const path = endpoints.includes('both') ? options.path : options.readyPath;
  const failing = endpoints.includes('both') || shape.failed === undefined ? 200 : options.failStatus;
  const states = (database: string, search: string): string => `{"database": "${database}", "search": "${search}"}`;
  const asked = `    response = health_client.get("${path}")\n`;
  return [
    `def test_all_dependencies_answer(health_client: TestClient) -> None:
    _depend_on(database=_answers, search=_answers)

${asked}
    assert response.status_code == 200
    assert response.json()["status"] == "${shape.fine}"
    assert response.json()["checks"] == ${states(shape.checkFine, shape.checkFine)}`,
    `def test_a_dependency_that_can_be_missed_fails(health_client: TestClient) -> None:
    _depend_on(database=_answers, search=_fails)

${asked}
    assert response.status_code == 200
    assert response.json()["status"] == "${shape.degraded}"
    assert response.json()["checks"] == ${states(shape.checkFine, shape.checkFailed)}`,
    `@pytest.mark.parametrize("probe", [_fails, _hangs])
def test_a_critical_dependency_fails(health_client: TestClient, probe: Probe) -> None:
    _depend_on(database=probe, search=_answers)

${asked}
    assert response.status_code == ${failing}
    assert response.json()["status"] == "${shape.failed ?? shape.degraded}"
    assert response.json()["checks"] == ${states(shape.checkFailed, shape.checkFine)}
    assert "hunter2" not in response.text`,
  ];
}
