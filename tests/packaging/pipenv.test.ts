import { describe, expect, it } from 'vitest';
import { isTomlProblem, parseToml } from '../../src/formats/toml/index.ts';
import { pinsOfPipfileLock, planPipfile, type PipfilePlan } from '../../src/packaging/pipenv/index.ts';

function plan(text: string): PipfilePlan {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  return planPipfile(document);
}

describe('planPipfile', () => {
  it.each([
    ['a = "*"', 'a'], ['a = "==1.0"', 'a==1.0'], ['a = ">=1,<2"', 'a>=1,<2'], ['a = {version = "*", extras = ["x"]}', 'a[x]'], ['a = {version = "~=1.2", markers = "os_name == \'nt\'"}', "a~=1.2 ; os_name == 'nt'"],
    ['a = {version = "*", sys_platform = "== \'win32\'"}', "a ; sys_platform == 'win32'"], ['a = {version = "*", python_version = "< \'3.9\'"}', "a ; python_version < '3.9'"], ['a = {git = "https://bookshop.example/a.git"}', 'a'],
  ])('%s', (line, wanted) => expect(plan(`[packages]\n${line}\n`).dependencies.items.map(({ value }) => value)).toEqual([wanted]));

  it.each(['a = "1.0"', 'a = {version = "*", index = "nowhere"}', 'a = {hg = "https://bookshop.example/a"}', 'a = {git = "https://${TOKEN}@bookshop.example/a.git"}'])('refuses %s', (line) => {
    expect(plan(`[packages]\n${line}\n`).remarks.some(({ kind }) => kind === 'refusal')).toBe(true);
  });

  it.each([['python_version = "3.12"', '==3.12.*'], ['python_full_version = "3.12.4"', '==3.12.4'], ['', undefined]])('[requires] %s', (line, wanted) => expect(plan(`[requires]\n${line}\n`).requiresPython).toBe(wanted));

  it('asks other sources only for the packages that name them', () => {
    const { indexes, sources } = plan('[[source]]\nname = "shop"\nurl = "https://one.bookshop.example/simple"\n[[source]]\nname = "more"\nurl = "https://two.bookshop.example/simple"\n[packages]\na = {version = "*", index = "more"}\nb = {version = "*", index = "shop"}\n');
    expect(indexes).toEqual([{ name: 'shop', url: 'https://one.bookshop.example/simple', default: true }, { name: 'more', url: 'https://two.bookshop.example/simple', explicit: true }]);
    expect(Object.fromEntries(sources)).toEqual({ a: { index: 'more' } });
  });
});

describe('pinsOfPipfileLock', () => {
  it('reads versions and markers of all sections', () => {
    expect(pinsOfPipfileLock('{"_meta": {}, "default": {"B_c": {"version": "==1"}, "g": {"git": "x"}}, "develop": {"a": {"version": "==2", "markers": "os_name == \'nt\'"}}}')).toEqual([{ name: 'a', version: '2', marker: "os_name == 'nt'" }, { name: 'b-c', version: '1', marker: '' }]);
  });

  it.each(['', '[]', '{'])('says why “%s” is none', (text) => expect(pinsOfPipfileLock(text)).toHaveProperty('problem'));
});
