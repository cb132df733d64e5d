import { describe, expect, it } from 'vitest';
import { addFromImport, type FromImport } from '../../src/python/edit/imports.ts';
import { analyseNames } from '../../src/python/names/index.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

/** The text with `from module import name [as alias]` added for its `use`, or the reason why not. Lines are given one by one. */
function added(lines: readonly string[], wanted: string): readonly string[] | string {
  const [, module = '', name = '', alias] = /^from (\S+) import (\w+)(?: as (\w+))?$/.exec(wanted) ?? [];
  const text = lines.join('\n');
  const names = analyseNames(parser.parse(text));
  const situation = { names, usedAt: text.lastIndexOf('use'), width: 60, isFirstParty: (other: string) => other.startsWith('shop') };
  const edits = addFromImport(situation, { module, name, alias } satisfies FromImport);
  return 'refused' in edits ? edits.refused : applyEdits(text, edits).split('\n');
}

const CONFIG = 'from shop.config import settings';

describe('a new import stands', () => {
  it.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['in the section of its kind', ['import os', '', 'from fastapi import APIRouter', '', 'from .books import router', '', 'use'], CONFIG, ['import os', '', 'from fastapi import APIRouter', '', CONFIG, '', 'from .books import router', '', 'use']],
    ['above the sections after its own', ['from fastapi import APIRouter', '', 'use'], 'from os import environ', ['from os import environ', '', 'from fastapi import APIRouter', '', 'use']],
    ['in its alphabetical place', ['from shop.api import router', 'from shop.db import engine', '', 'use'], CONFIG, ['from shop.api import router', CONFIG, 'from shop.db import engine', '', 'use']],
    ['behind its unsorted neighbours', ['from shop.db import engine', 'from shop.api import router', '', 'use'], CONFIG, ['from shop.db import engine', 'from shop.api import router', CONFIG, '', 'use']],
    ['above the comment of the one below', ['import os', '', '# Last, it connects.', 'from shop.db import engine', '', 'use'], CONFIG, ['import os', '', CONFIG, '# Last, it connects.', 'from shop.db import engine', '', 'use']],
    ['below the comment that begins the file', ['# The shop.', 'from shop.db import engine', '', 'use'], CONFIG, ['# The shop.', CONFIG, 'from shop.db import engine', '', 'use']],
    ['close to the others where nothing parts them', ['import os', 'from fastapi import APIRouter', '', 'use'], CONFIG, ['import os', 'from fastapi import APIRouter', CONFIG, '', 'use']],
    ['below the docstring', ['"""The shop."""', '', 'use'], CONFIG, ['"""The shop."""', '', CONFIG, '', 'use']],
    ['below the docstring, parted from the code', ['"""The shop."""', 'use'], CONFIG, ['"""The shop."""', '', CONFIG, '', 'use']],
    ['below shebang and licence', ['#!/usr/bin/env python', '# Licence: MIT.', '', 'use'], CONFIG, ['#!/usr/bin/env python', '# Licence: MIT.', '', CONFIG, '', 'use']],
    ['below the imports that follow other code', ['import sys', 'sys.path.append("x")', '', 'from fastapi import APIRouter', '', 'use'], CONFIG, ['import sys', 'sys.path.append("x")', '', 'from fastapi import APIRouter', '', CONFIG, '', 'use']],
    ['below what prepares it', ['import os', '', 'os.environ["TZ"] = "UTC"', 'x = 1', 'use'], CONFIG, ['import os', '', 'os.environ["TZ"] = "UTC"', '', CONFIG, '', 'x = 1', 'use']],
    ['among the others where only a function prepares', ['import os', '', 'def late(): os.chdir("/")', 'use'], CONFIG, ['import os', '', CONFIG, '', 'def late(): os.chdir("/")', 'use']],
    ['with the excuse of its neighbours', ['x = 1', 'import os  # noqa: E402', '', 'use'], CONFIG, ['x = 1', 'import os  # noqa: E402', '', `${CONFIG}  # noqa: E402`, '', 'use']],
    ['first, when it is of the future', ['"""The shop."""', 'import os', 'use'], 'from __future__ import annotations', ['"""The shop."""', 'from __future__ import annotations', '', 'import os', 'use']],
    ['below the whole of a line', ['import os; x = [', '1]', 'use'], CONFIG, ['import os; x = [', '1]', '', CONFIG, '', 'use']],
    ['above the code it is used in only', ['import os', 'def make(): return use', 'import sys'], CONFIG, ['import os', '', CONFIG, '', 'def make(): return use', 'import sys']],
  ])('%s', (_, before, wanted, after) => expect(added(before, wanted)).toEqual(after));
});

describe('a name joins an import of its module', () => {
  it.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['on one line', ['from shop.config import title', 'use'], CONFIG, ['from shop.config import settings, title', 'use']],
    ['behind names that are not sorted', ['from shop.config import b, a', 'use'], CONFIG, ['from shop.config import b, a, settings', 'use']],
    ['constants before classes before the rest', ['from shop.config import LIMIT, Base, title', 'use'], 'from shop.config import Settings', ['from shop.config import LIMIT, Base, Settings, title', 'use']],
    ['under another name', ['from shop.config import Base', 'use'], `${CONFIG} as app_settings`, ['from shop.config import Base, settings as app_settings', 'use']],
    ['where the line gets too long', ['from shop.config import a_very_long_name, yet_a_longer_name  # why', 'use'], CONFIG, ['from shop.config import (', '    a_very_long_name,', '    settings,', '    yet_a_longer_name,', ')  # why', 'use']],
    ['where a line in parentheses gets too long', ['from shop.config import (a_very_long_name, yet_a_longer_name)', 'use'], CONFIG, ['from shop.config import (', '    a_very_long_name,', '    settings,', '    yet_a_longer_name,', ')', 'use']],
    ['one name a line', ['from shop.config import (', '    a,  # first', '    # the last', '    z,', ')', 'use'], CONFIG, ['from shop.config import (', '    a,  # first', '    settings,', '    # the last', '    z,', ')', 'use']],
    ['behind a last name without a comma', ['from shop.config import (', '    a,', '    b  # last', ')', 'use'], CONFIG, ['from shop.config import (', '    a,', '    b,  # last', '    settings', ')', 'use']],
    ['before a parenthesis on the line of the last name', ['from shop.config import (', '    a,', '    b,)', 'use'], CONFIG, ['from shop.config import (', '    a,', '    b,', '    settings,)', 'use']],
    ['aligned with the others', ['from shop.config import (a,', '                         b)', 'use'], CONFIG, ['from shop.config import (a,', '                         b,', '                         settings)', 'use']],
  ])('%s', (_, before, wanted, after) => expect(added(before, wanted)).toEqual(after));

  it('but not of everything, and not over a backslash', () => {
    expect(added(['from shop.config import *', 'use'], CONFIG)).toEqual(['from shop.config import *', CONFIG, 'use']);
    expect(added(['from shop.config import \\', '    title', 'use'], CONFIG)).toEqual(['from shop.config import \\', '    title', CONFIG, 'use']);
  });

  it('once', () => {
    expect(added([CONFIG, 'use'], CONFIG)).toEqual([CONFIG, 'use']);
    expect(added(['from shop.config import (', '    settings  as  s,', ')', 'use'], `${CONFIG} as s`)).toEqual(['from shop.config import (', '    settings  as  s,', ')', 'use']);
  });
});

describe('no import is made', () => {
  it.each<readonly [string, readonly string[], string, string]>([
    ['on the line of its use', ['import os; use'], CONFIG, 'The import would have to stand on the line of its first use.'],
    ['of the future below other code', ['"""The shop."""; x = 1', 'use'], 'from __future__ import annotations', 'A statement shares its line with the docstring.'],
  ])('%s', (_, before, wanted, because) => expect(added(before, wanted)).toBe(because));
});
