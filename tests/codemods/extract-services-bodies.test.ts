import { describe, expect, it } from 'vitest';
import extractServices from '../../codemods/extract-services/index.ts';
import type { Codemod } from '../../src/codemod/codemod.ts';
import { runOver } from '../support/run.ts';

const APP: Readonly<Record<string, string>> = {
  'pyproject.toml': '[project]\nname = "bookshop"\nversion = "1.0.0"\nrequires-python = ">=3.11"\ndependencies = ["fastapi", "sqlalchemy"]\n',
  'app/__init__.py': '',
  'app/main.py': 'from fastapi import FastAPI\n\nfrom app.books import router\n\napp = FastAPI()\napp.include_router(router)\n',
  'app/database.py': 'from sqlalchemy.orm import Session\n\n\ndef get_db():\n    with Session() as db:\n        yield db\n',
  'app/words.py': 'def capital(text: str) -> str:\n    return text.capitalize()\n',
};
const HEAD = 'import logging\n\nfrom fastapi import APIRouter, Depends, Request\nfrom sqlalchemy import text\nfrom sqlalchemy.orm import Session\n\nfrom app.database import get_db\n\nrouter = APIRouter()\n';
const SERVICE = 'app/services/books_service.py';
const codemod = { ...extractServices, options: { ...extractServices.options, services: 'app/services', packageRoot: 'app' } } as unknown as Codemod<object>;

interface Done {
  readonly routes: string;
  readonly service: string;
  readonly said: string;
}

/** What becomes of one handler with this body, or of a module below the usual imports. */
function extracted(code: string, more: Readonly<Record<string, string>> = {}): Done {
  const isModule = code.includes('@router');
  const handler = isModule ? code : `@router.get("/books/{number}")\ndef find(number: int, db: Session = Depends(get_db)):\n${code.replace(/^(?=.)/gm, '    ')}\n`;
  const { after, patchSet, outcomes } = runOver({ ...APP, 'app/books.py': `${HEAD}\n\n${handler}`, ...more }, [codemod]);
  expect(outcomes.filter(({ kind }) => kind === 'rejected' || kind === 'failed')).toEqual([]);
  const text = (path: string): string => [...after.files].find(([one]) => one === path)?.[1].text ?? '';
  return { routes: text('app/books.py'), service: text(SERVICE), said: [...patchSet.findings.map(({ message }) => message), ...patchSet.patches.flatMap(({ notes }) => notes)].join('\n') };
}

const ALL = 'db.execute(text("SELECT 1")).all()';

describe('a body stays where', () => {
  it.each<[why: string, body: string, because: string]>([
    ['it has a `self`', `self = ${ALL}\nreturn self`, 'It has something named `self`.'],
    ['a function inside has one', `read = lambda self: ${ALL}\nreturn read(1)`, 'It has something named `self`.'],
    ['a name would be mangled', `__rows = ${ALL}\nreturn __rows`, 'becomes another name'],
    ['an attribute would be', `rows = ${ALL}\nreturn rows.__first`, 'becomes another name'],
    ['it looks at its locals', `rows = ${ALL}\nreturn locals()`, '`locals` looks at the functions around it.'],
    ['it counts frames', `logging.warning("asked", stacklevel=2)\nreturn ${ALL}`, '`stacklevel` looks at the functions around it.'],
    ['it looks at the names of its module', `return [globals(), ${ALL}]`, '`globals` looks at the functions around it.'],
    ['it shows the name of the session', `return f"{db=} {${ALL.replaceAll('"', "'")}}"`, 'shows what the session is called'],
    ['the session is bound again', `rows = ${ALL}\ndb = None\nreturn rows`, 'does not mean the same session'],
    ['the session is deleted', `rows = ${ALL}\ndel db\nreturn rows`, 'does not mean the same session'],
    ['it is a generator', `yield ${ALL}`, 'It is a generator'],
    ['it asks for the name of its module', `return [__name__, ${ALL}]`, '`__name__` means the module it stands in.'],
    ['a function inside binds a name of the module', `def count():\n    global asked\n    asked = 1\n\ncount()\nreturn ${ALL}`, 'It binds a name of the module.'],
    ['a line is shared', `rows = 1; return ${ALL}\n`, ''],
  ])('%s', (_, body, because) => {
    const { service, said } = extracted(body);
    if (because === '') return expect(service).toContain('rows = 1; return');
    expect(service).toBe('');
    return expect(said).toContain(because);
  });

  it.each<[why: string, module: string, because: string]>([
    ['its name is one of Python', `@router.get("/x")\ndef __call__(db: Session = Depends(get_db)):\n    return ${ALL}\n`, 'Python calls a method named `__call__` itself.'],
    ['its name would be mangled', `@router.get("/x")\ndef __find(db: Session = Depends(get_db)):\n    return ${ALL}\n`, 'becomes another name'],
    ['its name is that of the session', `@router.get("/x")\ndef session(db: Session = Depends(get_db)):\n    return ${ALL}\n`, 'A service keeps its session under that name.'],
    ['a helper is decorated', `@print\ndef helper():\n    return 1\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [helper(), ${ALL}]\n`, 'What `@print` makes of `helper` may depend on its module.'],
    ['a constant comes with others', `A, B = 1, 2\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [A, ${ALL}]\n`, '`A`'],
    ['a constant is set in a chain', `A = B = 1\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [A, ${ALL}]\n`, '`A` is set together with other names.'],
    ['a value is read after something has run', `import os\n\nlogging.basicConfig()\nKEY = os.environ["KEY"]\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [KEY, ${ALL}]\n`, '`KEY` is computed after other statements of the module have run.'],
    ['a helper binds a name of its module', `asked = 0\n\n\ndef count():\n    global asked\n    asked = 1\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [count(), ${ALL}]\n`, '`count` binds names of its module.'],
    ['an import serves the route as well', `@router.get("/x")\ndef find(request: Request, db: Session = Depends(get_db)):\n    from app.words import capital\n\n    request.state.word = capital("x")\n    return [capital("y"), ${ALL}]\n`, '`capital` is imported inside the handler'],
    ['a name is bound under a condition', `if router:\n    KEY = 1\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [KEY, ${ALL}]\n`, '`KEY` is set under a condition.'],
    ['the route goes on with a function', `@router.get("/x")\ndef find(request: Request, db: Session = Depends(get_db)):\n    def rows():\n        return ${ALL}\n\n    request.state.rows = rows\n`, 'The work of `rows` is done later'],
    ['a value may be missing', `@router.get("/x")\ndef find(request: Request, db: Session = Depends(get_db)):\n    for row in ${ALL}:\n        last = row\n    request.state.last = last\n`, '`last` may have no value after these statements.'],
    ['the route reads what was loaded beside', `@router.get("/x")\ndef find(request: Request, db: Session = Depends(get_db)):\n    authors = ${ALL}\n    books = ${ALL}\n    request.state.names = [book.author for book in books]\n`, 'which nobody would hold any more'],
    ['it has two sessions', `@router.get("/x")\ndef find(db: Session = Depends(get_db), other: Session = Depends(get_db)):\n    return [${ALL}, other.execute(text("SELECT 1"))]\n`, 'It works with two sessions.'],
  ])('%s', (_, module, because) => {
    const { service, said } = extracted(module, { 'app/models.py': 'class Book:\n    author = relationship("Author")\n' });
    expect(service).toBe('');
    expect(said).toContain(because);
  });

  it.each<[how: string, test: string]>([
    ['by its dotted name', 'from unittest.mock import patch\n\n\ndef test_it():\n    with patch("app.books.capital"):\n        pass\n'],
    ['on the module', 'from app import books\n\n\ndef test_it(monkeypatch):\n    monkeypatch.setattr(\n        books, "capital", str\n    )\n'],
    ['on the module under another name', 'import app.books as routes\n\n\ndef test_it(monkeypatch):\n    monkeypatch.setattr(routes, "capital", str)\n'],
    ['by setting the attribute', 'from app import books as routes\n\n\ndef test_it():\n    routes.capital = str\n'],
  ])('a test replaces what it calls %s', (_, test) => {
    const code = `from app.words import capital\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [capital("x"), ${ALL}]\n`;
    expect(extracted(code, { 'tests/test_books.py': test })).toMatchObject({ service: '', said: expect.stringContaining('may put something else in the place of `capital`') as string });
    expect(extracted(code).service).toContain('capital("x")');
  });

  it('others use what it would take along', () => {
    const code = `LIMIT = 3\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [LIMIT, ${ALL}]\n`;
    for (const other of ['from app.books import LIMIT\n', 'from app import books\n\nbooks.LIMIT = 4\n', 'from app.books import *\n', 'import app.books\n\nprint(app.books.LIMIT)\n']) expect(extracted(code, { 'app/other.py': other }).said).toContain('`LIMIT` of this module is used by others.');
    expect(extracted(code).service).toContain('LIMIT = 3');
  });
});

describe('a service that is there', () => {
  const code = `@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return ${ALL}\n`;
  const service = (more: string, base = ''): Readonly<Record<string, string>> => ({ [SERVICE]: `from sqlalchemy.orm import Session\n\n\nclass Base:\n    def find(self) -> int:\n        return 1\n\n\nclass BooksService${base}:\n    def __init__(self, session: Session) -> None:\n        self.db = session\n${more}` });

  it('is continued, with the session as it calls it', () => {
    expect(extracted(code, service('')).service).toContain('    def find(self):\n        """Find."""\n        return self.db.execute(text("SELECT 1")).all()\n');
  });

  it.each([
    ['has a method of that name', service('\n    def find(self) -> int:\n        return 1\n'), '`BooksService` has a member of that name already.'],
    ['has an attribute of that name', service('        self.find: int = 1\n'), '`BooksService` has a member of that name already.'],
    ['has a base with that name', service('', '(Base)'), 'A base of `BooksService` has a member of that name already.'],
    ['has a base that nobody knows', { ...service('', '(Stranger)'), [SERVICE]: `from stranger import Stranger\n${service('', '(Stranger)')[SERVICE] ?? ''}` }, 'What a base of `BooksService` has already cannot be told.'],
  ])('is left where it %s', (_, files, because) => {
    const done = extracted(code, files);
    expect(done.service).toBe(files[SERVICE]);
    expect(done.said).toContain(because);
  });

  it('is no service where it asks for more than a session', () => {
    const done = extracted(code, { [SERVICE]: 'from sqlalchemy.orm import Session\n\n\nclass BooksService:\n    def __init__(self, session: Session, limit: int) -> None:\n        self.db = session\n' });
    expect(done.routes).toContain('BooksRoutesService(db).find()');
  });
});

describe('a circle of imports', () => {
  it.each([
    ['through what the body needs', 'from app.words import capital\n\n\n', { 'app/words.py': 'import app.books\n\n\ndef capital(text: str) -> str:\n    return text\n' }],
    ['through the package of the services', '', { 'app/services/__init__.py': 'import app.books\n' }],
  ])('is not closed %s', (_, head, files) => {
    const done = extracted(`${head}@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [${head === '' ? '1' : 'capital("x")'}, ${ALL}]\n`, files);
    expect(done.service).toBe('');
    expect(done.said).toContain('imports `books.py` itself');
  });
});

describe('a body moves with', () => {
  it('comments before, behind and below it', () => {
    const { routes, service } = extracted(`# first\n\n# second\nrows = ${ALL}  # behind\n\nreturn rows  # noqa: RET504\n# below`);
    expect(service).toContain(`        # first\n\n        # second\n        rows = self.session.execute(text("SELECT 1")).all()  # behind\n\n        return rows  # noqa: RET504\n        # below\n`);
    expect(routes).not.toContain('#');
  });

  it('strings over several lines as they are', () => {
    const { service } = extracted('return db.execute(text("""\n  SELECT 1\n""")).all()');
    expect(service).toContain('return self.session.execute(text("""\n      SELECT 1\n    """)).all()');
  });

  it('relative imports, written for their new place', () => {
    const { service } = extracted(`from .words import capital\nfrom . import words\n\nreturn [capital("x"), words, ${ALL}]`);
    expect(service).toContain('        from ..words import capital\n        from .. import words\n');
  });

  it('what it may leave as it was', () => {
    const { routes, service } = extracted(`@router.get("/x")\ndef find(request: Request, db: Session = Depends(get_db)):\n    order = request.query_params.get("order")\n    rows = ${ALL}\n    if not rows:\n        order = None\n    request.state.order = order\n    return rows\n`);
    expect(service).toContain('def find(self, order):');
    expect(service).toContain('return rows, order');
    expect(routes).toContain('rows, order = BooksService(db).find(order)');
  });

  it('a session that has a namesake', () => {
    const { service } = extracted(`from app.models import Session as Reading\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [Reading, ${ALL}]\n`, { 'app/models.py': 'class Session:\n    pass\n' });
    expect(service).toContain('from app.models import Session as Reading');
    const other = extracted(`from app.models import Session as Reading\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    from app.models import Session\n\n    return [Session, ${ALL}]\n`, { 'app/models.py': 'class Session:\n    pass\n' });
    expect(other.service).toContain('        from app.models import Session\n');
  });

  it('a logger of its own, and says so', () => {
    const { routes, service, said } = extracted(`logger = logging.getLogger(__name__)\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    logger.info("asked")\n    return ${ALL}\n`);
    expect(service).toContain('logger = logging.getLogger(__name__)');
    expect(routes).not.toContain('getLogger');
    expect(said).toContain('filters and levels that go by that name may miss it');
  });

  it('definitions whose annotations are in quotes, and what these name', () => {
    const { service } = extracted(`class Shelf:\n    books: "list[Entry]"\n\n\nclass Entry:\n    pass\n\n\n@router.get("/x")\ndef find(db: Session = Depends(get_db)):\n    return [Shelf(), ${ALL}]\n`);
    expect(service).toMatch(/class Shelf:[\s\S]*class Entry:[\s\S]*class BooksService:/);
  });
});
