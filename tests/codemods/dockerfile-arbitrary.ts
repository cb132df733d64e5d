import * as fc from 'fast-check';

/** A Dockerfile that was put together, and what of it no tool may touch. */
export interface MadeImage {
  readonly text: string;
  /** Instructions that have nothing to do with Poetry, as they are written, in order. */
  readonly bystanders: readonly string[];
  /** Commands that share a script with those of Poetry, in order. */
  readonly kept: readonly string[];
}

interface Piece {
  readonly lines: string;
  readonly comment?: string;
  readonly isBystander?: boolean;
  readonly kept?: readonly string[];
}

type Make = (n: number) => Piece;

const others: readonly Make[] = [
  (n) => ({ lines: `RUN echo shelf-${n}` }),
  (n) => ({ lines: `ENV SHELF_${n}=1 \\\n    # about books\n    BOOKS_${n}="a b"` }),
  (n) => ({ lines: `COPY data-${n} /data-${n}` }),
  (n) => ({ lines: `LABEL shelf.number="${n}"`, comment: '# a label' }),
  (n) => ({ lines: `RUN apt-get update \\\n  # tools\n  && apt-get install -y gcc-${n} \\\n  && rm -rf /tmp/${n}` }),
  (n) => ({ lines: `ARG SHELVES_${n}` }),
  (n) => ({ lines: `run ["sh", "-c", "echo ${n}"]` }),
  (n) => ({ lines: `RUN <<EOF\necho ${n}\nEOF` }),
];

const bystanders = others.map((make): Make => (n) => ({ ...make(n), isBystander: true }));

const INSTALLERS = ['pip install poetry', 'pip install --no-cache-dir "poetry==1.8.3"', 'python -m pip install poetry==2.1.0 poetry-plugin-export', 'pipx install poetry', 'curl -sSL https://install.python-poetry.org | python3 -', 'curl -sSL https://install.python-poetry.org | POETRY_HOME=/opt/poetry python3 - && ln -s /opt/poetry/bin/poetry /usr/local/bin/poetry'];

const installers: readonly Make[] = [
  ...INSTALLERS.map((line): Make => () => ({ lines: `RUN ${line}`, comment: '# Install Poetry' })),
  ...INSTALLERS.slice(0, 5).map((line): Make => (n) => ({ lines: `RUN mkdir /tmp/shelf-${n} \\\n    && apt-get install -y curl-${n} \\\n    && ${line} \\\n    && echo done-${n}`, kept: [`mkdir /tmp/shelf-${n}`, `apt-get install -y curl-${n}`, `echo done-${n}`] })),
  (n) => ({ lines: `RUN pip install ink-${n} poetry`, kept: [`pip install ink-${n}`] }),
  (n) => ({ lines: `RUN pip install poetry; echo done-${n}`, kept: [`echo done-${n}`] }),
];

const settings: readonly Make[] = [
  () => ({ lines: 'RUN poetry config virtualenvs.create false' }),
  () => ({ lines: 'RUN poetry config virtualenvs.in-project true', comment: '# poetry' }),
  () => ({ lines: 'ENV POETRY_VIRTUALENVS_CREATE=false' }),
  () => ({ lines: 'ENV POETRY_NO_INTERACTION=1 \\\n    POETRY_VIRTUALENVS_IN_PROJECT=1 \\\n    POETRY_CACHE_DIR=/tmp/poetry_cache' }),
  () => ({ lines: 'ENV POETRY_VERSION 1.8.3' }),
  () => ({ lines: 'ARG POETRY_HOME=/opt/poetry\nENV PATH="$POETRY_HOME/bin:$PATH"' }),
  () => ({ lines: 'ENV INK=1 POETRY_HOME=/opt/poetry' }),
  () => ({ lines: 'USER reader' }),
];

const copies: readonly Make[] = [
  () => ({ lines: 'COPY pyproject.toml poetry.lock ./' }),
  () => ({ lines: 'COPY poetry.lock* pyproject.toml /shop/', comment: '# poetry.lock may be missing' }),
  () => ({ lines: 'COPY ["pyproject.toml", "poetry.lock", "/shop/"]' }),
  () => ({ lines: 'COPY . .' }),
  () => ({ lines: 'COPY bookshop/ bookshop/' }),
];

const INSTALLS = ['poetry install', 'poetry install --no-root --only main', 'poetry install --no-dev --no-interaction --no-ansi', 'poetry sync --without dev', 'poetry install --with docs', 'poetry build', 'poetry export -f requirements.txt -o requirements.txt', 'poetry run python -m bookshop'];

const uses: readonly Make[] = [
  ...INSTALLS.map((line): Make => () => ({ lines: `RUN ${line}` })),
  ...INSTALLS.map((line): Make => (n) => ({ lines: `RUN --mount=type=cache,target=/root/.cache/pypoetry ${line} \\\n  && echo done-${n}`, kept: [`echo done-${n}`] })),
  (n) => ({ lines: `RUN if [ "$INK" = 1 ]; then poetry install; else poetry install --only main; fi && echo done-${n}`, kept: [`echo done-${n}`] }),
  () => ({ lines: 'RUN poetry --version' }),
];

const starts: readonly Make[] = [
  () => ({ lines: 'CMD ["poetry", "run", "python", "-m", "bookshop"]' }),
  () => ({ lines: 'CMD poetry run python -m bookshop' }),
  () => ({ lines: 'ENTRYPOINT ["poetry", "run"]\nCMD ["python", "-m", "bookshop"]' }),
  () => ({ lines: 'CMD ["python", "-m", "bookshop"]' }),
];

const BASES = ['python:3.12-slim', 'python:3.12-slim AS base', 'debian:12', 'tiangolo/uvicorn-gunicorn:python3.11'];

const list = (makes: readonly Make[], minLength: number, maxLength: number): fc.Arbitrary<readonly Make[]> => fc.array(fc.constantFrom(...makes), { minLength, maxLength });

/** The body of a stage: mostly in an order that works, with others' instructions in between. */
const body: fc.Arbitrary<readonly Make[]> = fc
  .tuple(list(bystanders, 0, 2), list(settings, 0, 2), list(installers, 0, 1), list(bystanders, 0, 2), list(settings, 0, 1), fc.constantFrom(true, false), list(copies, 0, 2), list(uses, 0, 3), list(bystanders, 0, 2), list(uses, 0, 1))
  .map(([a, b, c, d, e, isPlaced, f, g, h, i]) => [...a, ...b, ...c, ...d, ...e, ...(isPlaced ? [(): Piece => ({ lines: 'WORKDIR /shop' })] : []), ...f, ...g, ...h, ...i]);

const later = fc.constantFrom('FROM base AS last', 'FROM python:3.12-slim\nCOPY --from=base /shop/.venv /shop/.venv', 'FROM python:3.12-slim\nCOPY --from=0 /usr/local /usr/local', 'FROM base');

/** Dockerfiles with one or two stages. */
export const madeImage: fc.Arbitrary<MadeImage> = fc
  .tuple(fc.constantFrom(...BASES), body, fc.option(fc.tuple(later, body), { nil: undefined }), fc.option(fc.constantFrom(...starts), { nil: undefined }), fc.boolean(), fc.boolean())
  .map(([base, first, second, start, hasBlanks, isEnded]) => {
    const makes = [...first, ...(second ? [(): Piece => ({ lines: second[0] }), ...second[1]] : []), ...(start ? [start] : [])];
    const pieces = [{ lines: `FROM ${second && !base.includes(' AS ') ? `${base} AS base` : base}` }, ...makes.map((make, n) => make(n))] as readonly Piece[];
    const text = pieces.map(({ lines, comment }) => (comment === undefined ? lines : `${comment}\n${lines}`)).join(hasBlanks ? '\n\n' : '\n');
    return {
      text: isEnded ? `${text}\n` : text,
      bystanders: pieces.flatMap(({ lines, isBystander }) => (isBystander === true ? [lines] : [])),
      kept: pieces.flatMap(({ kept = [] }) => kept),
    };
  });
