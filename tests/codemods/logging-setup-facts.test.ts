import { join } from 'node:path';
import { expect, it } from 'vitest';
import { viewOf } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import { casesIn, snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();
/** Services that log nothing. */
const LEFT_OUT = ['in-a-flat-folder', 'run-in-its-own-folder'];
const cases = casesIn(join(import.meta.dirname, '../../fixtures')).flatMap(({ codemod, name, after }) => (codemod === 'logging-setup' && after && !LEFT_OUT.includes(name) ? [{ name, after }] : []));

it.each(cases)('what is written for $name is understood: INFO comes out, DEBUG does not', ({ name, after }) => {
  const { python, backend: { logging } } = viewOf(snapshotFrom(after), factReader(parser));
  const module = python.layout.modules.find(({ path }) => path.endsWith('/books.py'));
  if (!module) throw new Error('There is no such module.');
  const [call] = logging.callsIn(module);
  const logger = logging.loggerOf(module);
  if (!call || !logger) throw new Error('Nothing is logged.');
  const ask = (level: number): string | undefined => logging.obstacleTo({ module, node: call.node, level, library: 'logging', logger });
  expect(ask(20)).toBeUndefined();
  // loguru is asked only after the standard library's loggers have let a record through.
  if (!name.startsWith('loguru')) expect(ask(10)).toMatch(/DEBUG/);
});
