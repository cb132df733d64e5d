import { describe, expect, it } from 'vitest';
import { codemods } from '../../codemods/catalogue.generated.ts';
import { makePlan, type Plan } from '../../src/engine/plan.ts';
import { optionsFor, readProfile } from '../../src/engine/profile.ts';
import { run } from '../../src/engine/run.ts';
import { readStandard } from '../../src/engine/standard.ts';
import { suppressionsOf } from '../../src/engine/suppressions.ts';
import { factReader } from '../../src/python/facts.ts';
import { repoPath } from '../../src/repo/path.ts';
import type { Snapshot } from '../../src/repo/snapshot.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';
import { shippedStandards } from '../support/standards.ts';

const parser = await pythonParser();

const requirements = 'fastapi>=0.115\npydantic>=2.7\nsqlalchemy>=2.0\nuvicorn>=0.30\n';
const main = `import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from sqlalchemy import create_engine

from app.routers import books

engine = create_engine(os.getenv("DATABASE_URL", "sqlite:///books.db"))

app = FastAPI(title="Bookshop")
app.add_middleware(CORSMiddleware, allow_origins=["https://bookshop.example"])

app.include_router(books.router)
`;
const books = `from fastapi import APIRouter

router = APIRouter(prefix="/books")


@router.get("/")
def list_books() -> list[str]:
    print("books are listed")
    try:
        return ["Emma", "Persuasion"]
    except OSError as error:
        print(f"the shelf is gone: {error}")
        return []
`;
const service = { 'requirements.txt': requirements, 'app/__init__.py': '', 'app/routers/__init__.py': '', 'app/routers/books.py': books, 'app/main.py': main };
// Nothing reads the environment, so that the first to need a setting makes the class.
const plain = { ...service, 'app/main.py': 'from fastapi import FastAPI\n\nfrom app.routers import books\n\napp = FastAPI()\napp.include_router(books.router)\n' };
const configured = { ...plain, 'app/config.py': 'import tomllib\n\nSHOP = tomllib.loads("title = 1")\n' };

function planOf(standardId: string, before: Snapshot): Plan {
  const read = readStandard(standardId, shippedStandards(), undefined);
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const { standard } = read;
  const { profile } = readProfile(before, codemods);
  return makePlan(before, factReader(parser), { standard: standardId, rules: new Set(standard.rules.keys()), only: undefined, skip: new Set(), optionsOf: (codemod) => optionsFor(codemod, standard, profile) }, codemods);
}

function fixed(standard: string, before: Snapshot) {
  const reader = factReader(parser);
  return run(before, '', planOf(standard, before), { reader, policy: { safety: 'review', selected: () => true, isProtected: () => false }, suppressions: suppressionsOf(before, reader) }, () => {});
}

const STANDARDS = ['uv-layered', 'engineering', 'fibex', 'backend-defaults', 'lane-python'];

describe.each(STANDARDS)('the whole plan of %s', (standard) => {
  it.each([['a service', service], ['a service without settings', plain], ['a service that is configured in another way', configured]])('is taken, and rests, for %s', (_, files) => {
    const first = fixed(standard, snapshotFrom(new Map(Object.entries(files))));
    expect(first.outcomes.filter(({ kind }) => kind === 'rejected' || kind === 'failed')).toEqual([]);
    const second = fixed(standard, first.after);
    expect(second.outcomes.filter(({ kind }) => kind !== 'clean' && kind !== 'found')).toEqual([]);
  });
});

it('goes from the project over the settings and the application to the handlers', () => {
  const order = planOf('uv-layered', snapshotFrom(new Map(Object.entries({ ...service, '.env.example': '' })))).order.map(({ codemod }) => codemod.id);
  expect(order).toEqual([
    'gitignore-hygiene', 'package-inits', 'requirements-to-uv', 'settings-class', 'cors-allowlist', 'docs-gating', 'logging-setup', 'print-to-logger', 'error-handling',
    'health-endpoints', 'security-headers', 'metrics-endpoint', 'correlation-id', 'env-example', 'extract-repositories', 'extract-services', 'di-providers',
  ]);
});

it('sets an application up in one block, and the id of a request is there before all else', () => {
  const { after } = fixed('uv-layered', snapshotFrom(new Map(Object.entries(service))));
  const [, setUp] = (after.files.get(repoPath('app/main.py'))?.text ?? '').split('app.include_router(books.router)\n');
  expect(setUp?.split('\n')).toEqual([
    'app.include_router(health_router)',
    'app.add_route("/metrics", get_metrics, include_in_schema=False)',
    'register_exception_handlers(app)',
    'app.add_middleware(SecurityHeadersMiddleware)',
    'app.add_middleware(MetricsMiddleware)',
    'app.add_middleware(CorrelationIdMiddleware)',
    '',
  ]);
});
