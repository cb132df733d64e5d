import { importBlock, type NewImport } from '#pystd';
import { POLICY, TRANSPORT, valueOf } from '../options.ts';
import type { Added } from './middleware.ts';

/** What the module of the tests is made of. */
export interface TestParts {
  readonly width: number;
  readonly added: Added;
  /** The application, where tests import it. */
  readonly app: NewImport | undefined;
  /** The module of the middleware, by its dotted name. */
  readonly middleware: string;
}

/** Tests of the middleware by an application of their own, and that the service has it. */
export function testsText({ width, added, app, middleware }: TestParts): string {
  const { names, isTold, hasPages, options } = added;
  const told = isTold && names.includes(TRANSPORT);
  const byScheme = !isTold && names.includes(TRANSPORT);
  const first = names[0] ?? '';
  const imports: readonly NewImport[] = [
    ...['FastAPI', 'Response'].map((name): NewImport => ({ module: 'fastapi', name, section: 'outer' })),
    { module: 'fastapi.testclient', name: 'TestClient', section: 'outer' },
    ...(app ? [app] : []),
    { module: middleware, name: 'SecurityHeadersMiddleware', section: 'own' },
  ];
  const fixed = names.filter((name) => name !== TRANSPORT).map((name) => [name, name === POLICY ? options.policy : valueOf(name, options, hasPages)] as const);
  const sections = [
    `def _secured_client(${told ? '*, is_production: bool = True' : byScheme ? 'base_url: str = "https://testserver"' : ''}) -> TestClient:
    secured = FastAPI()

    @secured.get("/plain")
    def read_plain() -> str:
        return "plain"

    @secured.get("/own")
    def read_own(response: Response) -> str:
        response.headers["${first}"] = "own"
        return "own"

    secured.add_middleware(SecurityHeadersMiddleware${told ? ', is_production=is_production' : ''})
    return TestClient(secured${byScheme ? ', base_url=base_url' : ''})`,
    `def test_responses_carry_the_security_headers() -> None:
    headers = _secured_client().get("/plain").headers

${fixed.map(([name, value]) => asserted(`headers["${name}"]`, JSON.stringify(value), width)).join('\n')}`,
    `def test_what_a_handler_sets_stays() -> None:
    headers = _secured_client().get("/own").headers

    assert headers.get_list("${first}") == ["own"]`,
    ...(names.includes(POLICY) ? [`def test_documentation_is_free_to_load_its_scripts() -> None:
    headers = _secured_client().get("/docs").headers

    assert "default-src" not in headers.get("${POLICY}", "")`] : []),
    ...(names.includes(TRANSPORT) ? [told ? PRODUCTION : HTTPS] : []),
    ...(app ? [`def test_the_service_has_the_middleware() -> None:
    added: list[object] = [one.cls for one in app.user_middleware]

    assert SecurityHeadersMiddleware in added`] : []),
  ];
  return `"""Tests of the security headers."""\n\n${importBlock(imports, width)}\n\n${sections.join('\n\n\n')}\n`;
}

function asserted(left: string, right: string, width: number): string {
  const line = `    assert ${left} == ${right}`;
  return line.length <= width ? line : `    assert (\n        ${left}\n        == ${right}\n    )`;
}

const HTTPS = `def test_only_https_is_told_to_stay_https() -> None:
    secure = _secured_client().get("/plain").headers
    plain = _secured_client("http://testserver").get("/plain").headers

    assert "${TRANSPORT}" in secure
    assert "${TRANSPORT}" not in plain`;

const PRODUCTION = `def test_only_production_is_told_to_stay_with_https() -> None:
    elsewhere = _secured_client(is_production=False)

    assert "${TRANSPORT}" in _secured_client().get("/plain").headers
    assert "${TRANSPORT}" not in elsewhere.get("/plain").headers`;
