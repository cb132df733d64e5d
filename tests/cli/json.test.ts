import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { BOOKSHOP, folderWith, legacyBookshop, pystd, repository, ROOT, temporaryPath, tidyBookshop, type Ending } from './pystd.ts';

/** The mistakes that a shipped schema finds in a text. */
function mistakes(name: string, text: string): unknown {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync(join(ROOT, `src/report/${name}.schema.json`), 'utf8')) as object);
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

const COMMANDS: readonly (readonly [string, readonly string[], string])[] = [
  ['check', ['check'], 'check'],
  ['fix', ['fix', '--dry-run'], 'fix'],
  ['plan', ['plan'], 'plan'],
];

/** Everything a report can hold: patches, findings, follow-ups, files that are left alone, suppressions. */
const RICH = {
  ...legacyBookshop(),
  ...BOOKSHOP,
  '.env': 'TOKEN=1\n',
  'bookshop/broken.py': 'from fastapi import FastAPI\ndef (:\n',
  'bookshop/latin.py': new Uint8Array([0x78, 0x20, 0x3d, 0x20, 0x22, 0xe9, 0x22, 0x0a]),
  'bookshop/quiet.py': 'from fastapi import FastAPI\napp = FastAPI()  # pystd: ignore[docs-gating]\n',
};
const shops = { rich: repository(RICH), tidy: repository(tidyBookshop()), empty: repository({}), plain: { path: folderWith(BOOKSHOP) } };

const told = new Map<string, Ending>();

/** What a command says of a shop in JSON; asked once. */
function report(command: readonly string[], shop: keyof typeof shops): Ending {
  const line = [...command, '--format', 'json', shops[shop].path];
  const ending = told.get(line.join(' ')) ?? pystd(line);
  told.set(line.join(' '), ending);
  return ending;
}

describe.each(COMMANDS)('%s --format json', (_, command, schema) => {
  test.each(['rich', 'tidy', 'empty', 'plain'] as const)('is as its schema says: %s', (shop) => {
    const { code, out, err } = report(command, shop);
    expect([0, 1]).toContain(code);
    if (shop !== 'plain') expect(err).toBe('');
    expect(mistakes(schema, out)).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ schema: `pystd/${schema}/1`, standard: 'uv-layered' });
  });

  test('gives the same bytes again, from another folder, and in a copy elsewhere', () => {
    const line = [...command, '--format', 'json'];
    expect(pystd(line, { cwd: shops.rich.path })).toEqual(report(command, 'rich'));
    expect(pystd(line, { cwd: repository(RICH).path, env: { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8', LANG: 'tr_TR.UTF-8' } })).toEqual(report(command, 'rich'));
  });

  test('has no absolute path and no time', () => {
    const { out } = report(command, 'rich');
    expect(out).not.toContain(tmpdir());
    expect(out).not.toMatch(/\b20[2-9]\d-\d\d-\d\dT|\b1[67]\d{8}\b/);
  });
});

test('all other forms give the same bytes again as well', () => {
  for (const line of ['check', 'check --format github', 'fix --dry-run --format patch', 'fix --dry-run --format markdown']) {
    const first = pystd(line.split(' '), { cwd: shops.rich.path });
    expect(first.out).not.toContain(tmpdir());
    expect(pystd([...line.split(' '), `${shops.rich.path}/`])).toEqual(first);
  }
});

test('patch-set.json of an output folder is as its schema says', () => {
  const folder = temporaryPath();
  pystd(['fix', '--dry-run', '--output', folder, shops.rich.path]);
  expect(mistakes('fix', readFileSync(join(folder, 'patch-set.json'), 'utf8'))).toEqual([]);
});

test('what was written is reported as what was proposed', () => {
  expect(pystd(['fix', '--format', 'json', repository(RICH).path])).toEqual(report(['fix', '--dry-run'], 'rich'));
});

test('a schema refuses what it does not know', () => {
  const { out } = report(['check'], 'rich');
  const data = JSON.parse(out) as { findings: object[] };
  expect(mistakes('check', JSON.stringify({ ...data, clock: 1 }))).toHaveLength(1);
  expect(mistakes('check', JSON.stringify({ ...data, findings: [{}] }))).not.toEqual([]);
  expect(mistakes('plan', out)).not.toEqual([]);
});
