import { importBlock, moduleName, newFileText, testPlace, type CodeStyle, type Editor, type MiddlewarePlace, type NewImport, type ServiceTarget, type Task } from '#pystd';
import type { Names, Options } from './options.ts';

/** Writes tests of the ids beside the tests that import the service; says why where there are none. */
export function writeTests(editor: Editor, task: Task<Options>, target: ServiceTarget, middleware: MiddlewarePlace, names: Names, style: CodeStyle): void {
  const place = testPlace(task, target, `test_${names.variable}.py`, `the ${names.title}s`);
  if ('problem' in place) {
    task.note(place.problem);
    return;
  }
  const spelled = moduleName(task, { path: middleware.path, isPackage: false }, place.path, place.like);
  if ('refused' in spelled) {
    task.note(`${spelled.refused} So no test of the ${names.title}s was written.`);
    return;
  }
  const { app } = target;
  const isService = app.factory === undefined && place.app !== undefined;
  const own: readonly NewImport[] = isService
    ? [{ module: place.app ?? '', name: app.variable ?? '', section: 'own', ...(app.variable === 'app' ? {} : { alias: 'app' }) }, { module: spelled.dotted, name: names.constant, section: 'own' }]
    : [names.constant, names.middleware].map((name): NewImport => ({ module: spelled.dotted, name, section: 'own' }));
  const imports: readonly NewImport[] = [
    { module: 'pytest', section: 'outer' },
    ...(isService ? [] : [{ module: 'fastapi', name: 'FastAPI', section: 'outer' } as const]),
    { module: 'fastapi.testclient', name: 'TestClient', section: 'outer' },
    ...own,
  ];
  const made = isService ? '' : `app = FastAPI()\napp.add_middleware(${names.middleware})\n`;
  const text = `"""Tests of the ${names.title}s."""\n\n${importBlock(imports, style.width(place.path))}\n${made}client = TestClient(app, raise_server_exceptions=False)\n\n\n${testsText(names, task.options.longest)}\n`;
  editor.create(place.path, newFileText(text, style));
}

function testsText({ constant, variable, isTrace }: Names, longest: number): string {
  const traced = `def test_${variable}_of_the_trace_is_taken() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"traceparent": f"00-{trace}-00f067aa0ba902b7-01"}

    response = client.get("/nowhere", headers=headers)

    assert response.headers[${constant}] == trace`;
  const tests = [
    `def test_${variable}_of_the_caller_comes_back() -> None:
    response = client.get("/nowhere", headers={${constant}: "order-42"})

    assert response.headers[${constant}] == "order-42"`,
    ...(isTrace ? [traced] : []),
    `def test_${variable}_is_made_for_each_request() -> None:
    first = client.get("/nowhere").headers[${constant}]
    second = client.get("/nowhere").headers[${constant}]

    assert first != second`,
    `@pytest.mark.parametrize("given", ["", "two words", "x;y", "x" * ${longest + 1}])
def test_${variable}_that_is_not_plain_is_replaced(given: str) -> None:
    response = client.get("/nowhere", headers={${constant}: given})

    assert response.headers[${constant}] not in ("", given)`,
  ];
  return tests.join('\n\n\n');
}
