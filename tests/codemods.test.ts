import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codemods } from '../codemods/catalogue.generated.ts';
import type { Codemod } from '../src/codemod/codemod.ts';
import { viewOf } from '../src/codemod/view.ts';
import type { Run } from '../src/engine/outcome.ts';
import { run } from '../src/engine/run.ts';
import { suppressionsOf } from '../src/engine/suppressions.ts';
import { readTomlData } from '../src/formats/toml/read-data.ts';
import { leastSafe } from '../src/patch/finding.ts';
import { factReader } from '../src/python/facts.ts';
import { snapshotOf, type Snapshot } from '../src/repo/snapshot.ts';
import { casesIn, collapsed, snapshotFrom, textsOf, type Case, type Files } from './support/case.ts';
import { pythonParser } from './support/parser.ts';

/** `PYSTD_ACCEPT=<id>/<case>` writes what comes out into that one case: read it before you commit it. */
const ACCEPT = process.env['PYSTD_ACCEPT'];
const FIXTURES = join(import.meta.dirname, '../fixtures');
const parser = await pythonParser();
const cases = casesIn(FIXTURES);

describe.each(cases.map((one) => [`${one.codemod}/${one.name}`, one] as const))('%s', (title, one) => {
  const codemod = codemods.find(({ id }) => id === one.codemod);
  if (!codemod) throw new Error(`fixtures/${one.codemod} belongs to no codemod.`);
  const before = snapshotFrom(one.before);
  const result = apply(codemod, before, one);
  if (ACCEPT === title) accept(one, result);

  it('gives the result, byte for byte', () => {
    expect(Object.fromEntries(textsOf(result.after))).toEqual(Object.fromEntries(one.after ?? one.before));
  });

  it('says the findings', () => {
    expect(findingsText(result)).toBe(one.findings ?? '');
  });

  if (one.notes !== undefined) {
    it('says what else there is to know and to run', () => {
      expect(notesText(result)).toBe(one.notes);
    });
  }

  it('settles', () => {
    const again = apply(codemod, snapshotOf(result.after.files.values()), one);
    expect(again.patchSet.patches).toEqual([]);
    expect(Object.fromEntries(textsOf(again.after))).toEqual(Object.fromEntries(textsOf(result.after)));
  });

  it('passes the gates', () => {
    expect(result.outcomes.filter(({ kind }) => kind === 'rejected' || kind === 'failed')).toEqual([]);
    expect(refusedByPython(textsOf(result.after), one.before)).toEqual([]);
  });

  it('explains every change and touches nothing else', () => {
    for (const { deltas, findings } of result.patchSet.patches) {
      const explained = new Set(findings.flatMap(({ fix }) => fix ?? []).flatMap((change) => (change.kind === 'move' ? [change.from, change.path] : [change.path])));
      expect(deltas.map(({ path }) => path).filter((path) => !explained.has(path))).toEqual([]);
    }
    for (const [path, file] of before.files) if (one.after?.get(path) === file.text) expect(result.after.files.get(path)).toBe(file);
  });

  it('does the same with CRLF line endings', () => {
    const twin = apply(codemod, snapshotFrom(inCrlf(one.before)), one);
    const wanted = inCrlf(one.after ?? one.before);
    // A file that is new has no line ending to follow.
    const got = new Map([...textsOf(twin.after)].map(([path, text]) => [path, one.before.has(path) ? text : text.replace(/\r?\n/g, '\r\n')]));
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(wanted));
    expect(findingsText(twin)).toBe(one.findings ?? '');
  });

  it('does not depend on the order files are read in', () => {
    const twin = apply(codemod, snapshotFrom(new Map([...one.before].reverse())), one);
    expect([...textsOf(twin.after)]).toEqual([...textsOf(result.after)]);
    expect(findingsText(twin)).toBe(findingsText(result));
  });

  it('is honest about itself', () => {
    for (const { findings } of result.patchSet.patches) {
      for (const { safety } of findings) expect(leastSafe([safety, codemod.safety])).toBe(safety);
    }
    if (one.after) expect(codemod.applies(viewOf(before, factReader(parser)))).toBe(true);
    expect(codemod.applies(viewOf(snapshotFrom(new Map()), factReader(parser)))).toBe(false);
  });
});

describe('fixtures', () => {
  it.each(codemods.map(({ id }) => id))('show %s at work, at rest and asking', (id) => {
    const own = cases.filter(({ codemod }) => codemod === id);
    expect(own.map(({ name }) => name)).toContain('example');
    expect(own.some(({ after }) => after === undefined)).toBe(true);
    expect(own.some(({ findings }) => / manual /.test(findings ?? ''))).toBe(true);
  });

  it('are all of a codemod', () => {
    expect(cases.map(({ codemod }) => codemod).filter((id) => !codemods.some((codemod) => codemod.id === id))).toEqual([]);
  });
});

function apply(codemod: Codemod<object>, snapshot: Snapshot, one: Case): Run {
  const reader = factReader(parser);
  const policy = { safety: 'review', selected: () => true, isProtected: () => false } as const;
  const chosen = { codemod, options: { ...codemod.options, ...optionsOf(one) }, rules: new Set(codemod.rules) };
  const plan = { standard: 'test', order: [chosen], leftOut: [] };
  return run(snapshot, '', plan, { reader, policy, suppressions: suppressionsOf(snapshot, reader) }, () => {});
}

function optionsOf({ options, folder }: Case): object {
  if (options === undefined) return {};
  const read = readTomlData(options);
  if ('problem' in read) throw new Error(`${folder}/options.toml: ${read.problem.message}`);
  return read.data;
}

/** One line for each finding, made or left: `path:line safety message`. */
function findingsText({ patchSet }: Run): string {
  const made = patchSet.patches.flatMap(({ findings }) => findings);
  return [...made, ...patchSet.findings].map(({ at, safety, message }) => `${at.path}:${at.line} ${safety} ${message}\n`).join('');
}

/** One line for each note and each command to run afterwards. */
function notesText({ patchSet }: Run): string {
  const notes = patchSet.patches.flatMap((patch) => patch.notes.map((note) => `note: ${note}\n`));
  return [...notes, ...patchSet.followUps.map(({ run: words, why }) => `run: ${words.join(' ')}: ${why}\n`)].join('');
}

function inCrlf(files: Files): Files {
  return new Map([...files].map(([path, text]) => [path, text.replace(/\r?\n/g, '\r\n')]));
}

/** Python files that CPython refuses although it took them before. */
function refusedByPython(after: Files, before: Files): readonly string[] {
  const program = 'import ast, json, sys\nfor path, text in json.load(sys.stdin).items():\n    try: ast.parse(text.encode())\n    except SyntaxError: print(path)';
  const ask = (files: Files): string[] => {
    const python = Object.fromEntries([...files].filter(([path]) => path.endsWith('.py')));
    const answer = spawnSync('python3', ['-c', program], { input: JSON.stringify(python), encoding: 'utf8' });
    if (answer.status !== 0) throw new Error(`python3 is needed: ${answer.stderr}`);
    return answer.stdout.split('\n').filter((path) => path !== '');
  };
  const refused = ask(after);
  const known = refused.length > 0 ? ask(before) : [];
  return refused.filter((path) => !known.includes(path));
}

function accept(one: Case, result: Run): void {
  const after = textsOf(result.after);
  rmSync(join(one.folder, 'after'), { recursive: true, force: true });
  if (result.patchSet.patches.length > 0) {
    for (const [path, text] of after) {
      const special = path.split('/').at(-1) === '.gitignore';
      const target = join(one.folder, 'after', one.stored.get(path) ?? (special ? `${path}.fixture` : path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, collapsed(text));
    }
  }
  const findings = findingsText(result);
  if (findings === '') rmSync(join(one.folder, 'findings.txt'), { force: true });
  else writeFileSync(join(one.folder, 'findings.txt'), collapsed(findings));
  if (one.notes !== undefined) writeFileSync(join(one.folder, 'notes.txt'), collapsed(notesText(result)));
}
