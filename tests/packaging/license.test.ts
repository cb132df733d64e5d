import { describe, expect, it } from 'vitest';
import { readLicense } from '../../src/packaging/license.ts';

describe('licences', () => {
  it.each([
    ['MIT', 'MIT'], ['mit', 'MIT'], ['MIT License', 'MIT'], ['mit license', 'MIT'], ['apache-2.0', 'Apache-2.0'], ['Apache License 2.0', 'Apache-2.0'], ['The Unlicense', 'Unlicense'], ['Proprietary', 'LicenseRef-Proprietary'],
    ['mit or apache-2.0', 'MIT OR Apache-2.0'], ['(MIT AND BSD-2-Clause)', '(MIT AND BSD-2-Clause)'], ['LicenseRef-Bookshop', 'LicenseRef-Bookshop'], ['GNU General Public License v3.0 only', 'GPL-3.0-only'],
    ['GNU Lesser General Public License v2.1 or later', 'LGPL-2.1-or-later'], ['Standard ML of New Jersey License', 'SMLNJ'], ['GPL-3.0-or-later with GCC-exception-3.1', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
  ])('reads %s as %s', (text, expression) => expect(readLicense(text)).toEqual({ kind: 'expression', expression }));

  it.each(['AGPL', 'BSD', 'UNLICENSED', 'Apache License, Version 2.0, January 2004', 'AGPL-3.0 licence', 'MIT and', '', 'LICENSE'])('guesses nothing for %j', (text) => expect(readLicense(text)).toEqual({ kind: 'text', text }));
});
