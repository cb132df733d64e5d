import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { viewOf } from '../../src/codemod/view.ts';
import type { Candidate, Examiner } from '../../src/evidence/candidate.ts';
import { fileExaminer } from '../../src/evidence/file-examiner.ts';
import { lintJudge } from '../../src/host/evidence/lint.ts';
import { openapiExaminer } from '../../src/host/evidence/openapi.ts';
import { pythonJudge } from '../../src/host/evidence/python.ts';
import { replayExaminer } from '../../src/host/evidence/replay.ts';
import { testsExaminer } from '../../src/host/evidence/tests.ts';
import { typesExaminer } from '../../src/host/evidence/types.ts';
import { openWorkshop, type Workshop } from '../../src/host/evidence/workshop.ts';
import type { Evidence, EvidenceKind } from '../../src/patch/evidence.ts';
import { deltasBetween, type DeclaredAnswers } from '../../src/patch/patch-set.ts';
import { factReader } from '../../src/python/facts.ts';
import type { Snapshot } from '../../src/repo/snapshot.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';
import { settingsPython } from '../support/settings-values.ts';

const reader = factReader(await pythonParser());

/** A service with a test of everything it does. */
export const BOOKSHOP: Readonly<Record<string, string>> = {
  'pyproject.toml': '[project]\nname = "bookshop"\nversion = "1.0"\nrequires-python = ">=3.9"\ndependencies = ["fastapi"]\n\n[tool.pytest.ini_options]\npythonpath = ["."]\n',
  'app/__init__.py': '',
  'app/main.py': `from fastapi import FastAPI

from app.routes import router

app = FastAPI(title="Bookshop")
app.include_router(router, prefix="/books")
`,
  'app/routes.py': `from fastapi import APIRouter, HTTPException

from app import store

router = APIRouter()


@router.get("/{title}", status_code=200)
async def find_book(title: str) -> dict[str, int]:
    """Find a book."""
    pages = await store.pages_of(title)
    if pages is None:
        raise HTTPException(404, "There is no such book.")
    return {"pages": pages}


@router.get("/", include_in_schema=False)
async def count_books() -> int:
    return len(store.BOOKS)
`,
  'app/store.py': `import os
from typing import Optional

BOOKS = {"Emma": 474, "Ulysses": 730}
SHELF = os.environ.get("SHELF", "A1")


async def pages_of(title: str) -> Optional[int]:
    return BOOKS.get(title)
`,
  'tests/test_books.py': `from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)


def test_finds_a_book() -> None:
    assert client.get("/books/Emma").json() == {"pages": 474}


def test_has_no_other_book() -> None:
    assert client.get("/books/Dracula").status_code == 404


def test_counts() -> None:
    assert client.get("/books/").json() == 2


def test_was_broken_before() -> None:
    assert client.get("/books/Emma").json() == {"pages": 1}
`,
};

/** Repositories that are the same record are the same snapshot, so that what was looked at once is known. */
const snapshots = new WeakMap<Readonly<Record<string, string>>, Snapshot>();

function snapshotOf(files: Readonly<Record<string, string>>): Snapshot {
  const snapshot = snapshots.get(files) ?? snapshotFrom(new Map(Object.entries(files)));
  snapshots.set(files, snapshot);
  return snapshot;
}

/** A patch that nobody has to believe. */
export function candidate(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>, declared: DeclaredAnswers = { adds: [], removes: [] }): Candidate {
  const was = snapshotOf(before);
  const changed = snapshotFrom(new Map(Object.entries(after)));
  // Files that stay are the same objects, as they are in a run.
  const is = { ...changed, files: new Map([...changed.files].map(([path, file]) => [path, was.files.get(path)?.text === file.text ? (was.files.get(path) ?? file) : file])) };
  const patch = { codemod: 'test', title: 'Do it', why: 'For a test.', safety: 'review', rules: [], deltas: deltasBetween(was, is), findings: [], notes: [], declared, evidence: [] } as const;
  return { patch, before: was, after: is };
}

/** Looks at candidates in one way; nothing of it stays. */
export async function examined(kind: EvidenceKind, candidates: readonly Candidate[], more: Partial<Workshop> & { readonly command?: string } = {}): Promise<readonly (Evidence | undefined)[]> {
  const root = mkdtempSync(join(tmpdir(), 'pystd-shop-'));
  const workshop = openWorkshop({ root, python: settingsPython(), timeout: 60, viewOf: (snapshot) => viewOf(snapshot, reader), ...more });
  const makers: Readonly<Record<typeof kind, () => Examiner>> = {
    lint: () => fileExaminer('lint', true, reader, lintJudge),
    python: () => fileExaminer('python', true, reader, () => pythonJudge(settingsPython())),
    types: () => typesExaminer(workshop),
    openapi: () => openapiExaminer(workshop),
    tests: () => testsExaminer(workshop, more.command),
    replay: () => replayExaminer(workshop),
  };
  const examiner = makers[kind]();
  try {
    const found: (Evidence | undefined)[] = [];
    for (const one of candidates) found.push(await examiner.examine(one));
    return found;
  } finally {
    await examiner.end?.();
    workshop.end();
    rmSync(root, { recursive: true });
  }
}
