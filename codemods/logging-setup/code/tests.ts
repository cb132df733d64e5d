import { importBlock, type NewImport, type RepoPath } from '#pystd';
import type { Library } from '../options.ts';
import { FUNCTION } from './parts.ts';

/** What the module of the tests is made of. */
export interface TestParts {
  readonly path: RepoPath;
  readonly library: Library;
  /** The logging module, as the tests import it. */
  readonly module: string;
  readonly width: number;
}

/** Tests of the logging module that leave no trace in the loggers of other tests. */
export function testsText({ library, module, width }: TestParts): string {
  return library === 'logging' ? formatterTests(module, width) : setUpTests(library, module, width);
}

function formatterTests(module: string, width: number): string {
  const imports = importBlock([
    ...['json', 'logging', 'sys'].map((name): NewImport => ({ module: name, section: 'standard' })),
    { module, name: 'JsonFormatter', section: 'own' },
  ], width);
  return `"""Tests of the logging module."""

${imports}

def test_a_record_is_a_line_of_json() -> None:
    record = logging.makeLogRecord(
        {
            "name": "tests",
            "msg": "%s\\\\nsold",
            "args": ("Emma",),
            "order": 7,
        }
    )

    line = JsonFormatter().format(record)

    assert "\\\\n" not in line
    assert json.loads(line)["message"] == "Emma\\\\nsold"
    assert json.loads(line)["order"] == 7


def test_a_record_has_its_traceback() -> None:
    try:
        raise LookupError("no such book")
    except LookupError:
        record = logging.makeLogRecord({"exc_info": sys.exc_info()})

    entry = json.loads(JsonFormatter().format(record))

    assert "LookupError: no such book" in entry["exception"]
`.replaceAll('\\\\n', '\\n');
}

function setUpTests(library: Library, module: string, width: number): string {
  const imports = importBlock([
    ...(library === 'structlog' ? [{ module: 'json', section: 'standard' } as const] : []),
    { module: 'logging', section: 'standard' },
    { module: 'pytest', section: 'outer' },
    ...(library === 'loguru' ? [{ module: 'loguru', name: 'logger', section: 'outer' } as const] : []),
    { module, name: FUNCTION, section: 'own' },
  ], width);
  return `"""Tests of the logging module."""

${imports}

def test_${library}_takes_the_records_of_other_loggers(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    ${FUNCTION}()
    logging.getLogger("tests").error("%s sold", "Emma", extra={"order": 7})
${library === 'loguru' ? '    logger.remove()\n' : ''}
    ${library === 'structlog' ? 'entry = json.loads("".join(capsys.readouterr()))\n\n    assert entry["event"] == "Emma sold"\n    assert entry["order"] == 7' : 'assert "Emma sold" in "".join(capsys.readouterr())'}
`;
}
