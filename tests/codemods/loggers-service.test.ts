import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codemods } from '../../codemods/catalogue.generated.ts';
import { run } from '../../src/engine/run.ts';
import { suppressionsOf } from '../../src/engine/suppressions.ts';
import { factReader } from '../../src/python/facts.ts';
import { snapshotFrom, textsOf } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';
import { settingsPython } from '../support/settings-values.ts';

const parser = await pythonParser();

/** What happens when it runs: the level of a record or the stream, the text, and whether a traceback goes with it. */
type Happening = readonly [string, string, boolean];

const MAIN = 'import logging\nfrom fastapi import FastAPI\nfrom shop import books\nlogging.basicConfig(level=logging.DEBUG)\napp = FastAPI()\n';
const HEAD = { logging: 'import logging\n', structlog: 'import structlog\nlog = structlog.get_logger()\n', loguru: 'from loguru import logger\n' } as const;
const NAME = { logging: 'logging', structlog: 'log', loguru: 'logger' } as const;
type Library = keyof typeof HEAD;

/** A module that prints and logs in every way that is turned; `tell` is called with several values. */
function moduleFor(library: Library): string {
  const name = NAME[library];
  const warn = library === 'logging' ? 'logging.warn("root 100%%: %s", a)' : `${name}.warning("a warning")`;
  // What has quotes in it cannot stand in a formatted string before Python 3.12: such a print stays where the library has no other way.
  const several = library === 'structlog' ? 'print(a, b)' : 'print("%s of %s" % (1, b), a)';
  return `${HEAD[library]}import sys


def tell(a, b):
    print("plain 100% {a} \\t text")
    print(f"formatted {a} and {{b}}")
    print(a)
    print("two:", a, b)
    print('single "quotes" %', a, "{}", b, sep=" | ")
    print("joined", "by", "nothing", sep="")
    print("to the error stream", a, file=sys.stderr, flush=True)
    ${several}
    print(
        str(a)
    )
    ${warn}
    try:
        raise RuntimeError("no book")
    except RuntimeError as error:
        print("failed:", error)
        print("and again", a)
    try:
        raise RuntimeError("no till")
    except RuntimeError:
        ${name}.error("closed {}")
`;
}

function turned(library: Library): string {
  const before = snapshotFrom(new Map([['shop/__init__.py', ''], ['shop/main.py', MAIN], ['shop/books.py', moduleFor(library)]]));
  const reader = factReader(parser);
  const order = ['module-logger', 'print-to-logger', 'exc-info'].flatMap((id) => codemods.filter((codemod) => codemod.id === id)).map((codemod) => ({ codemod, options: codemod.options, rules: new Set(codemod.rules) }));
  const policy = { safety: 'review', selected: () => true, isProtected: () => false } as const;
  const result = run(before, '', { standard: 'test', order, leftOut: [] }, { reader, policy, suppressions: suppressionsOf(before, reader) }, () => {});
  return textsOf(result.after).get('shop/books.py') ?? '';
}

const libraries: readonly Library[] = ['logging', 'structlog', 'loguru'];
const modules = libraries.map((library) => ({ library, before: moduleFor(library), after: turned(library) }));
const happened = JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/loggers_service.py')], { input: JSON.stringify({ modules }), encoding: 'utf8' })) as { before: Happening[]; after: Happening[] }[];

describe.each(modules.map((one, index) => [one.library, one, happened[index] ?? { before: [], after: [] }] as const))('with %s', (_, { after }, ran) => {
  const failures = new Set(['failed: no book']);

  it('nothing is printed any more', () => expect(after).not.toContain('print('));

  it('the texts are the same, in the same order', () => {
    expect(ran.before.length).toBeGreaterThan(50);
    expect(ran.after.map(([, text]) => text)).toEqual(ran.before.map(([, text]) => text));
  });

  it('the levels are right', () => {
    ran.before.forEach(([how, text], index) => {
      const isHandled = failures.has(text) || text.startsWith('and again');
      const expected = how === 'STDERR' || isHandled ? 'ERROR' : how === 'STDOUT' ? 'INFO' : how;
      expect([text, ran.after[index]?.[0]]).toEqual([text, expected]);
    });
  });

  it('an exception is told once with its traceback', () => {
    const withTraceback = ran.after.filter(([, , traceback]) => traceback).map(([, text]) => text);
    expect(new Set(withTraceback)).toEqual(new Set(['failed: no book', 'closed {}']));
    expect(ran.before.some(([, , traceback]) => traceback)).toBe(false);
  });
});
