import { fitted, importBlock, type NewImport, type RepoPath } from '#pystd';
import type { StandardClass } from './classes.ts';
import { UNEXPECTED } from './exceptions.ts';
import type { HandlerParts } from './handlers.ts';

/** What the module of the tests is made of. */
export interface TestParts {
  readonly path: RepoPath;
  readonly parts: HandlerParts;
  /** The new exceptions; none where the service has its own. */
  readonly classes: readonly StandardClass[];
  /** Dotted names of the new modules. */
  readonly modules: { readonly handlers: string; readonly exceptions: string | undefined };
}

/** Tests of the handlers on an application of their own, which needs nothing of what the service depends on. */
export function testsText(given: TestParts): string {
  const { path, parts, classes, modules } = given;
  const width = parts.style.width(path);
  const functions = tests(given, width);
  const uses = (name: string): boolean => functions.some((text) => new RegExp(`\\b${name}\\b`).test(text));
  const imports = importBlock([
    { module: 'fastapi', name: 'FastAPI', section: 'outer' }, { module: 'fastapi.testclient', name: 'TestClient', section: 'outer' },
    ...(uses('pytest') ? [{ module: 'pytest', section: 'outer' } as const] : []),
    ...(uses('HTTPException') ? [{ module: 'fastapi', name: 'HTTPException', section: 'outer' } as const] : []),
    ...(uses('IntegrityError') ? [{ module: 'sqlalchemy.exc', name: 'IntegrityError', section: 'outer' } as const] : []),
    { module: modules.handlers, name: 'register_exception_handlers', section: 'own' },
    ...(modules.exceptions === undefined ? [] : [parts.base?.name ?? '', ...classes.map(({ name }) => name)]).map((name): NewImport => ({ module: modules.exceptions ?? '', name, section: 'own' })),
  ], width);
  return `"""Tests of the exception handlers."""\n\n${imports}\n\n${[CLIENT, ...functions].join('\n\n\n')}\n`;
}

const CLIENT = `def _client(error: Exception) -> TestClient:
    app = FastAPI()
    register_exception_handlers(app)

    @app.get("/books/{number}")
    async def read_book(number: int) -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)`;

function tests({ parts, classes, modules }: TestParts, width: number): readonly string[] {
  const { options: { envelope }, kinds, reshaping } = parts;
  const error = envelope === '' ? 'response.json()' : `response.json()["${envelope}"]`;
  const whole = (members: string): string => (envelope === '' ? `{${members}}` : `{"${envelope}": {${members}}}`);
  const [first] = classes;
  const base = parts.base?.name ?? '';
  const list = classes.map(({ name, status, code }) => `(${name}, ${status}, "${code}")`);
  const known = `${fitted('@pytest.mark.parametrize(', ['("exception", "status", "code")', `[${list.join(', ')}]`], ')', 0).replace(`[${list.join(', ')}]`, `[\n${list.map((one) => `        ${one},\n`).join('')}    ]`)}
${fitted('def test_exceptions_have_their_answers(', [`exception: type[${base}]`, 'status: int', 'code: str'], ') -> None:', width)}
    response = _client(exception()).get("/books/1")

    assert response.status_code == status
    assert ${error}["code"] == code`;
  const special = first && `def test_an_exception_says_more() -> None:
${fitted(`error = ${first.name}(`, ['"Not this one."', 'code="NOT_THIS"', 'details=[1]', 'headers={"Retry-After": "9"}'], ')', width, '    ')}

    response = _client(error).get("/books/1")

    assert response.headers["retry-after"] == "9"
${asserted(whole('"code": "NOT_THIS", "message": "Not this one.", "details": [1]'), width)}`;
  const patched = parts.debug && /^\w+\.\w+$/.test(parts.debug.value) ? `    monkeypatch.setattr("${modules.handlers}.${parts.debug.value}", False)\n\n` : '';
  const hidden = kinds.includes('fallback') && `${fitted('def test_unexpected_errors_tell_nothing(', patched === '' ? [] : ['monkeypatch: pytest.MonkeyPatch'], ') -> None:', width)}
${patched}    response = _client(RuntimeError("hunter2")).get("/books/1")

    assert response.status_code == 500
    assert ${error}["code"] == "${UNEXPECTED.code}"${parts.debug && patched === '' ? '' : '\n    assert "hunter2" not in response.text'}`;
  const fastapi = `def test_http_exceptions_keep_${reshaping === 'standard' ? 'their_headers' : 'their_detail'}() -> None:
    error = HTTPException(401, "Who is it?", {"WWW-Authenticate": "Bearer"})

    response = _client(error).get("/books/1")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    ${reshaping === 'standard' ? `assert ${error}["message"] == "Who is it?"` : 'assert response.json()["detail"] == "Who is it?"'}`;
  const invalid = `def test_invalid_requests_are_422() -> None:
    response = _client(RuntimeError()).get("/books/hunter2")

    assert response.status_code == 422
    ${kinds.includes('validation') ? `assert ${error}["details"][0]["loc"] == ["path", "number"]` : 'assert response.json()["detail"][0]["loc"] == ["path", "number"]'}`;
  const refused = kinds.includes('integrity') && `def test_changes_that_the_database_refuses_are_${parts.options.integrityStatus}() -> None:
    error = IntegrityError("hunter2", {}, Exception("hunter2"))

    response = _client(error).get("/books/1")

    assert response.status_code == ${parts.options.integrityStatus}
    assert "hunter2" not in response.text`;
  const isNew = modules.exceptions !== undefined;
  return [isNew && known, isNew && special, refused, hidden, (isNew || kinds.includes('http')) && fastapi, (isNew || kinds.includes('validation')) && invalid].filter((text) => typeof text === 'string');
}

function asserted(expected: string, width: number): string {
  const line = `    assert response.json() == ${expected}`;
  if (line.length <= width) return line;
  const members = /^(?:\{"(\w+)": )?\{(.*?)\}+$/.exec(expected);
  const [, envelope, inner = ''] = members ?? [];
  const lines = inner.split(/, (?=")/).map((one) => `${one},`);
  return envelope === undefined
    ? `    assert response.json() == {\n${lines.map((one) => `        ${one}\n`).join('')}    }`
    : `    assert response.json() == {\n${nested(envelope, inner, lines, width)}    }`;
}

function nested(envelope: string, inner: string, lines: readonly string[], width: number): string {
  const line = `        "${envelope}": {${inner}},`;
  return line.length <= width ? `${line.slice(0, -1)}\n` : `        "${envelope}": {\n${lines.map((one) => `            ${one}\n`).join('')}        }\n`;
}
