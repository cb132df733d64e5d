import { describe, expect, it } from 'vitest';
import type { LoggingSetup } from '../../src/backend/logging/index.ts';
import { moduleAt, repository } from './repository.ts';

const APP = 'from fastapi import FastAPI\napp = FastAPI()\n';

/** The loggers of `shop/main.py`: name, library, what it is called. */
function loggersOf(main: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const view = repository({ 'shop/__init__.py': '', 'shop/main.py': main, ...more });
  return view.backend.logging.loggersOf(moduleAt(view, 'shop/main.py')).map(({ name, library, called, home }) => `${name} ${library} ${called.kind === 'literal' ? called.text : called.kind} of ${home.path}`);
}

describe('the loggers of a module', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['its own', 'import logging\nlogger = logging.getLogger(__name__)\n', ['logger logging module of shop/main.py']],
    ['under other names', 'import logging as lg\nfrom logging import getLogger as make\na = lg.getLogger("shop")\nb = make()\n', ['a logging shop of shop/main.py', 'b logging root of shop/main.py']],
    ['structlog', 'import structlog\nlog = structlog.get_logger()\n', ['log structlog module of shop/main.py']],
    ['structlog with context', 'import structlog\nlog = structlog.get_logger().bind(shop=1)\n', ['log structlog module of shop/main.py']],
    ['loguru', 'from loguru import logger\n', ['logger loguru root of shop/main.py']],
    ['loguru under another name', 'from loguru import logger as log\nlogger = log.bind(shop=1)\n', ['log loguru root of shop/main.py', 'logger loguru root of shop/main.py']],
    ['not what only looks like it', 'logger = make_logger()\nlogging = 1\n', []],
    ['not one of a function', 'import logging\ndef find():\n    logger = logging.getLogger(__name__)\n', []],
    ['not for type checkers', 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from loguru import logger\n', []],
  ])('%s', (_, main, expected) => expect(loggersOf(main)).toEqual(expected));

  it('are followed through modules and helpers', () => {
    const log = 'import logging\ndef get_logger(name):\n    log = logging.getLogger(name)\n    log.setLevel(20)\n    return log\nlogger = logging.getLogger("shop")\n';
    expect(loggersOf('from shop.log import get_logger, logger\nown = get_logger(__name__)\n', { 'shop/log.py': log })).toEqual(['logger logging shop of shop/log.py', 'own logging module of shop/main.py']);
  });
});

/** The calls of `shop/main.py` that write records. */
function callsOf(main: string): readonly string[] {
  const view = repository({ 'shop/main.py': main });
  return view.backend.logging.callsIn(moduleAt(view, 'shop/main.py')).map(({ method, logger, isRootFunction }) => `${isRootFunction ? 'root ' : ''}${logger.library}.${method}`);
}

describe('calls that write records', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['of the root', 'import logging\nfrom logging import warning as w\nlogging.info("a")\nw("b")\n', ['root logging.info', 'root logging.warning']],
    ['of a logger', 'import logging\nlog = logging.getLogger(__name__)\ndef f():\n    log.error("a")\n', ['logging.error']],
    ['of an attribute', 'import logging\nclass Shop:\n    def __init__(self):\n        self.log = logging.getLogger(__name__)\n    def f(self):\n        self.log.error("a")\n', ['logging.error']],
    ['of a parameter', 'import logging\ndef f(log: logging.Logger):\n    log.error("a")\n', ['logging.error']],
    ['of what is given on', 'from loguru import logger\nlogger.opt(exception=True).error("a")\n', ['loguru.error']],
    ['not of anything else', 'def f(log):\n    log.error("a")\n    math.log(1)\n', []],
    ['not of a setup', 'import logging\nlogging.basicConfig()\nlogging.getLogger().setLevel(20)\n', []],
  ])('%s', (_, main, expected) => expect(callsOf(main)).toEqual(expected));
});

function setupsOf(files: Readonly<Record<string, string>>): readonly string[] {
  const level = ({ threshold }: LoggingSetup): string => (threshold.kind === 'known' || threshold.kind === 'assumed' ? `${threshold.kind} ${threshold.level}` : threshold.kind);
  return repository(files).backend.logging.setups.map((setup) => `${setup.kind} ${level(setup)}${setup.isConditional ? ' perhaps' : ''}: ${setup.runs.map((run) => `${run.when}${run.isSure ? '' : '?'}`).join()}`);
}

describe('setups', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['plain', 'import logging\nlogging.basicConfig(level=logging.INFO)\n', ['basicConfig known 20: import']],
    ['without a level', 'import logging\nlogging.basicConfig()\n', ['basicConfig known 30: import']],
    ['by a variable', 'import logging, os\nlogging.basicConfig(level=os.getenv("LEVEL", "INFO").upper())\n', ['basicConfig assumed 20: import']],
    ['by a choice', 'import logging\nlogging.basicConfig(level=logging.DEBUG if DEBUG else logging.WARNING)\n', ['basicConfig known 30: import']],
    ['in a function that is called', 'import logging\ndef set_up(level="INFO"):\n    logging.basicConfig(level=getattr(logging, level.upper()))\nset_up()\n', ['basicConfig known 20: import']],
    ['in a function that is called with something', 'import logging\ndef set_up(level):\n    logging.basicConfig(level=level)\nset_up(logging.DEBUG)\n', ['basicConfig known 10: import']],
    ['in a function nobody calls', 'import logging\ndef set_up():\n    logging.basicConfig(level=20)\n', ['basicConfig known 20: ']],
    ['in the lifespan', 'import logging\nfrom fastapi import FastAPI\nasync def lifespan(app):\n    logging.basicConfig(level=20)\n    yield\napp = FastAPI(lifespan=lifespan)\n', ['basicConfig known 20: startup']],
    ['perhaps', 'import logging\nif DEBUG:\n    logging.basicConfig(level=20)\n', ['basicConfig known 20 perhaps: import?']],
    ['by a dictionary', 'from logging.config import dictConfig\nCONFIG = {"handlers": {"out": {"level": "INFO"}}, "root": {"level": "DEBUG", "handlers": ["out"]}}\ndictConfig(CONFIG)\n', ['dictConfig known 20: import']],
    ['by a dictionary that is changed', 'from logging.config import dictConfig\nCONFIG = {"root": {"level": "DEBUG"}}\nCONFIG["root"]["level"] = X\ndictConfig(CONFIG)\n', ['dictConfig unknown: import']],
    ['by a dictionary in a function', 'import logging.config\nfiles = []\ndef set_up():\n    level = "".upper() or ("DEBUG" if X else "INFO")\n    logging.config.dictConfig({"handlers": {"out": {}}, "root": {"level": level, "handlers": ["out", *files]}})\nset_up()\n', ['dictConfig assumed 20: import']],
    ['of the root logger', 'import logging\nroot = logging.getLogger()\nroot.setLevel("INFO")\nroot.addHandler(logging.StreamHandler())\n', ['setLevel known 20: import', 'addHandler known 0: import']],
    ['of loguru', 'from loguru import logger\nlogger.remove()\nlogger.add(print, level="WARNING")\n', ['loguru.remove unset: import', 'loguru.add known 30: import']],
    ['of structlog', 'import structlog, logging\nstructlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))\n', ['structlog.configure known 20: import']],
  ])('%s', (_, main, expected) => expect(setupsOf({ 'shop/main.py': main })).toEqual(expected));

  it('follow the default of a setting', () => {
    const config = 'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    log_level: str = "INFO"\nsettings = Settings()\n';
    expect(setupsOf({ 'shop/config.py': config, 'shop/main.py': 'import logging\nfrom shop.config import settings\nlogging.basicConfig(level=settings.log_level)\n' })).toEqual(['basicConfig assumed 20: import']);
  });
});

/** What keeps an INFO record of `shop/books.py` from coming out. */
function obstacle(files: Readonly<Record<string, string>>, library: 'logging' | 'structlog' | 'loguru' = 'logging'): string | undefined {
  const view = repository({ 'shop/__init__.py': '', 'shop/books.py': 'def find():\n    print("found")\n', ...files });
  const module = moduleAt(view, 'shop/books.py');
  const node = module.tree.root.children.at(-1)?.children.at(-1) ?? module.tree.root;
  return view.backend.logging.obstacleTo({ module, node, library, level: 20 });
}

describe('a record comes out', () => {
  const main = (code: string): Readonly<Record<string, string>> => ({ 'shop/main.py': `import logging\nimport logging.config\nfrom shop import books\n${APP}${code}` });
  const dictionary = (more: string): string => `logging.config.dictConfig({"version": 1, ${more}"handlers": {"out": {}}, "root": {"level": "INFO", "handlers": ["out"]}})\n`;
  it.each<readonly [string, Readonly<Record<string, string>>, string | undefined]>([
    ['when INFO is let through', main('logging.basicConfig(level=logging.INFO)\n'), undefined],
    ['not without a setup', main(''), '`shop/main.py` runs this and sets up no logging that lets INFO through.'],
    ['not above', main('logging.basicConfig(level=logging.WARNING)\n'), '`shop/main.py` sets up logging without letting INFO through.'],
    ['not for sure', main('if DEBUG:\n    logging.basicConfig(level=logging.INFO)\n'), 'It cannot be told whether the logging that `shop/main.py` sets up is there when `shop/main.py` runs.'],
    ['by a dictionary', main(dictionary('"disable_existing_loggers": False, ')), undefined],
    ['not where existing loggers are switched off', main(dictionary('')), '`shop/main.py` sets up logging in a way that switches off loggers which exist by then (`disable_existing_loggers`).'],
    ['by the package around it', { 'shop/__init__.py': 'import logging\nlogging.basicConfig(level=20)\n', 'shop/main.py': `from shop.books import find\nfind()\n${APP}` }, undefined],
    ['not where a migration runs it alone', { 'revisions/env.py': 'from alembic import context\nfrom shop import books\nbooks.find()\n' }, 'No program is seen here that runs `shop/books.py`.'],
    ['where the dictionary names the package', main(dictionary('"loggers": {"shop": {"level": "INFO"}}, ')), undefined],
    ['not where the package has a level of its own', main(dictionary('"disable_existing_loggers": False, "loggers": {"shop": {"level": "ERROR"}}, ')), '`shop/main.py` sets up logging without letting INFO through.'],
    ['not in a script without a setup', { ...main('logging.basicConfig(level=20)\n'), 'seed.py': 'from shop.books import find\nif __name__ == "__main__":\n    find()\n' }, '`seed.py` runs this and sets up no logging that lets INFO through.'],
    ['not while a module is imported before', { ...main('logging.basicConfig(level=20)\n'), 'shop/main.py': `import logging\nfrom shop.books import find\nfind()\nlogging.basicConfig(level=20)\n${APP}` }, 'It runs while `shop/main.py` is imported, perhaps before logging is set up.'],
    ['while a module is imported after', { 'shop/main.py': `import logging\nfrom shop.books import find\nlogging.basicConfig(level=20)\nfind()\n${APP}` }, undefined],
    ['not where no program is', {}, 'No program is seen here that runs `shop/books.py`.'],
  ])('%s', (_, files, expected) => expect(obstacle(files)).toBe(expected));

  it('of loguru without any setup', () => expect(obstacle(main(''), 'loguru')).toBeUndefined());
  it('of structlog without any setup', () => expect(obstacle(main(''), 'structlog')).toBeUndefined());
});

it('counts the libraries of a project', () => {
  const view = repository({ 'a.py': 'import logging\nlogging.info("a")\n', 'b.py': 'from loguru import logger\n', 'c.py': 'from loguru import logger\n', 'tests/d.py': 'import structlog\nlog = structlog.get_logger()\n' });
  expect(view.backend.logging.libraryOf('')).toEqual({ library: 'loguru', counts: { logging: 1, structlog: 0, loguru: 2 } });
});
