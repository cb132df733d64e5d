import { describe, expect, test } from 'vitest';
import { flowOf } from '../../../src/python/refactor/flow.ts';
import { blockOf, statementsOf } from '../../../src/python/syntax/views.ts';
import { deepDescendants } from '../../../src/python/syntax/walk.ts';
import { moduleAt, repository } from '../../backend/repository.ts';

/** The flow of the lines between `# [` and `# ]` in the first function of a module, in short. */
function flow(source: string): unknown {
  const view = repository({ 'shop.py': source });
  const module = moduleAt(view, 'shop.py');
  const definitions = [...deepDescendants(module.tree.root, () => true)].filter(({ type }) => type === 'function_definition');
  const start = source.indexOf('# [');
  const end = source.indexOf('# ]');
  for (const definition of definitions) {
    for (const block of [...deepDescendants(blockOf(definition) ?? definition, () => true)].filter(({ type }) => type === 'block')) {
      const statements = statementsOf(block).filter((one) => one.start > start && one.end < end);
      if (statements.length === 0) continue;
      const found = flowOf(module, definition, statements);
      if ('because' in found) return found.because;
      return [found.inputs.map(({ name }) => name).join(' '), found.outputs.join(' '), found.outer.map(({ name, from }) => `${name}:${from}`).join(' '), found.awaits.length, found.returns.length];
    }
  }
  return 'nothing';
}

describe('a run of statements', () => {
  test.each([
    ['takes parameters and earlier values', `
import shelf
def find(title, db):
    wanted = title.strip()
    # [
    book = shelf.find(db, wanted)
    print(book)
    # ]
    return book
`, ['db wanted', 'book', 'shelf:module print:builtin', 0, 0]],
    ['gives what is read later, in the order it is bound', `
def find(a):
    # [
    one = a
    two = one
    three = two
    # ]
    return three, one
`, ['a', 'one three', '', 0, 0]],
    ['may bind again what it was given', `
def find(query, author):
    # [
    if author:
        query = query.by(author)
    # ]
    return query
`, ['author query', 'query', '', 0, 0]],
    ['that may leave a name without a value is an obstacle', `
def find(author):
    # [
    if author:
        found = 1
    # ]
    return found
`, '`found` may have no value after these statements.'],
    ['binds in every branch', `
def find(author):
    # [
    if author:
        found = 1
    elif author is None:
        raise ValueError
    else:
        found, other = 2, 3
    # ]
    return found
`, ['author', 'found', 'ValueError:builtin', 0, 0]],
    ['needs values that are there for sure', `
def find(author):
    if author:
        found = 1
    # [
    print(found)
    # ]
`, '`found` may have no value yet.'],
    ['tells the awaits and returns of its own', `
async def find(db):
    # [
    async def other():
        return await db
    async with db as one:
        await one
    return [x async for x in one]
    # ]
`, ['db', '', '', 3, 1]],
    ['may jump within its own loops only', `
def find(db):
    for x in db:
        # [
        if x:
            continue
        # ]
        print(x)
`, 'It leaves the statements that would move.'],
    ['with its loop', `
def find(db):
    # [
    for x in db:
        if x:
            break
    # ]
    return db
`, ['db', '', '', 0, 0]],
    ['of a generator', `
def find(db):
    # [
    yield db
    # ]
`, 'It is a generator, which goes on while others run.'],
    ['shared with a function outside', `
def find(db):
    def later():
        return total
    # [
    total = db
    # ]
    return later()
`, 'A function inside shares `total` with code around it.'],
    ['shared with a lambda inside that sees what comes later', `
def find(db):
    rate = 1
    # [
    price = lambda: rate
    # ]
    rate = 2
    return price()
`, 'A function inside shares `rate` with code around it.'],
    ['a comprehension is no closure', `
def find(db):
    # [
    rate = 2
    prices = [rate * x for x in db]
    # ]
    return [rate for _ in prices]
`, ['db', 'rate prices', '', 0, 0]],
    ['that looks at its frame', `
def find(db):
    # [
    print(locals())
    # ]
`, '`locals` looks at the functions around it.'],
    ['that counts the frames around it', `
def find(db):
    # [
    db.warn("old", stacklevel=2)
    # ]
`, '`stacklevel` looks at the functions around it.'],
    ['with a function that binds a name of the module', `
def find(db):
    # [
    def note():
        global found
        found = db
    note()
    # ]
`, 'It binds a name of the module.'],
    ['with a function that binds a name from before', `
def find(db):
    count = 0
    # [
    def note():
        nonlocal count
        count = db
    note()
    # ]
    return count
`, 'A function inside shares `count` with code around it.'],
    ['with a function that binds a name of the run', `
def find(db):
    # [
    count = 0
    def note():
        nonlocal count
        count = db
    note()
    print(count)
    # ]
`, ['db', '', 'print:builtin', 0, 0]],
    ['may leave a value as it was, and needs it for that', `
def find(db, order):
    # [
    if db:
        order = None
    # ]
    return order
`, ['db order', 'order', '', 0, 0]],
    ['may bind a value that was there in every branch', `
def find(db, order):
    # [
    if db:
        order = None
    else:
        order = db
    # ]
    return order
`, ['db', 'order', '', 0, 0]],
    ['that tells its stack to somebody', `
import traceback
def find(db):
    # [
    try:
        return db.find()
    except KeyError:
        return traceback.format_exc()
    # ]
`, '`format_exc` looks at the functions around it.'],
    ['that logs its stack', `
import traceback
def find(db, logger):
    # [
    try:
        return db.find()
    except KeyError:
        logger.error("no book: %s", traceback.format_exc())
    # ]
`, ['db logger', '', 'KeyError:builtin traceback:module', 0, 1]],
    ['names that may come from a star import', `
from shelf import *
def find(db):
    # [
    return books(db)
    # ]
`, ['db', '', 'books:unknown', 0, 1]],
    ['an exception bound by its clause', `
def find(db):
    # [
    try:
        found = db.find()
    except ValueError as error:
        raise KeyError(error) from error
    # ]
    return found
`, ['db', 'found', 'ValueError:builtin KeyError:builtin', 0, 0]],
  ])('%s', (_, source, expected) => {
    expect(flow(source)).toEqual(expected);
  });
});
