import fc from 'fast-check';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { dataAt, isRefusal, isTomlProblem, parseToml, restructure, type TomlDocument, type TomlTableData } from '../../src/formats/toml/index.ts';
import { evaluate } from '../../src/packaging/marker/index.ts';
import { isPoetryProject, migrateProject, type Migration } from '../../src/packaging/poetry/migrate.ts';
import { projectFiles } from '../../src/packaging/poetry/project-files.ts';
import { isProblem } from '../../src/packaging/problem.ts';
import { normaliseName, parseRequirement } from '../../src/packaging/requirement/index.ts';
import { projectObjections } from '../../src/packaging/uv/check-project.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { manifestOf, MINORS, nonsense, projects, type Dependency, type Model } from './poetry-arbitrary.ts';

const FILES = projectFiles(['pyproject.toml', 'bookshop/__init__.py']);

function migrated(data: TomlTableData): Migration {
  return migrateProject(data, { folderName: 'bookshop', files: FILES, poetryMajor: undefined, isDependedOn: false, isUnpackaged: () => false, isEditableElsewhere: () => false, isVersionPluginInstalled: false, settings: undefined });
}

function read(text: string): TomlDocument {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  return document;
}

/** Whether PEP 440 clauses of the plain kind let a release in; written anew here, to judge the others by. */
function admits(specifiers: string, release: readonly number[]): boolean {
  return specifiers.split(',').filter((clause) => clause !== '').every((clause) => {
    const [, operator = '', text = ''] = /^(===|[=!<>~]=|[<>])\s*(.*)$/.exec(clause.trim()) ?? [];
    const isPrefix = text.endsWith('.*');
    const numbers = text.replace(/\.\*$/, '').split('.').map(Number);
    const width = isPrefix ? numbers.length : 3;
    const order = Array.from({ length: width }, (_, index) => (release[index] ?? 0) - (numbers[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
    return { '==': order === 0, '!=': order !== 0, '>=': order >= 0, '<=': order <= 0, '<': order < 0, '>': order > 0 }[operator] ?? false;
  });
}

const RELEASES = [0, 1, 2, 4, 6].flatMap((a) => [0, 1, 4, 5].flatMap((b) => [0, 4].map((c) => [a, b, c])));

/** What a list of requirements has to say of a dependency. */
function expectMeant(list: unknown, { name, constraint, extras, python, platform, origin }: Dependency): void {
  const all = (list as readonly string[]).map((text) => parseRequirement(text)).flatMap((one) => (isProblem(one) ? [] : [one]));
  const [found, ...others] = all.filter((one) => normaliseName(one.name) === normaliseName(name));
  expect(found).toBeDefined();
  expect(others).toEqual([]);
  if (!found) return;
  expect([...found.extras].sort()).toEqual([...extras].sort());
  const isDirect = origin !== undefined && origin.kind !== 'source';
  for (const release of RELEASES) expect([release, admits(found.specifiers, release)]).toEqual([release, isDirect || constraint.allows(release)]);
  for (const minor of MINORS) {
    for (const system of ['linux', 'win32', 'darwin']) {
      const holds = found.marker === undefined || evaluate(found.marker, { python_version: `3.${minor}`, python_full_version: `3.${minor}.1`, sys_platform: system } as Parameters<typeof evaluate>[1]);
      expect([minor, system, holds]).toEqual([minor, system, (python?.minors.includes(minor) ?? true) && (platform ?? system) === system]);
    }
  }
}

function expectSaid(model: Model, after: TomlTableData): void {
  const members = new Set(model.extras.flatMap(({ members: names }) => names));
  const sources = (dataAt(after, ['tool', 'uv', 'sources']) ?? {}) as TomlTableData;
  const reachable = model.main.filter(({ name, optional }) => !optional || members.has(name));
  for (const one of model.main.filter(({ optional }) => !optional)) expectMeant(dataAt(after, ['project', 'dependencies']), one);
  expect(dataAt(after, ['project', 'dependencies'])).toHaveLength(model.main.filter(({ optional }) => !optional).length);
  for (const { name, members: names } of model.extras) for (const one of model.main.filter((other) => names.includes(other.name))) expectMeant(dataAt(after, ['project', 'optional-dependencies', name]), one);
  for (const { name, dependencies } of model.groups) for (const one of dependencies) expectMeant(dataAt(after, ['dependency-groups', name]), one);
  for (const one of [...reachable, ...model.groups.flatMap(({ dependencies }) => dependencies)]) expect([one.name, sources[one.name] !== undefined]).toEqual([one.name, model.groups.flatMap(({ dependencies }) => dependencies).concat(reachable).some(({ name, origin }) => name === one.name && origin !== undefined)]);
  const setting = dataAt(after, ['tool', 'uv', 'default-groups']);
  const installed = model.groups.filter(({ optional }) => !optional).map(({ name }) => name);
  const names = model.groups.map(({ name }) => name);
  expect(setting === 'all' ? names : ((setting as readonly string[] | undefined) ?? names.filter((name) => name === 'dev'))).toEqual(installed);
  expect(dataAt(after, ['tool', 'poetry'])).toBeUndefined();
  expect(dataAt(after, ['tool', 'uv', 'package']) === false).toBe(model.isApplication);
}

describe('any Poetry project', () => {
  it('means the same to uv, and is left alone from then on', () => {
    fc.assert(
      fc.property(projects, (model) => {
        const document = read(manifestOf(model));
        const { target, remarks } = migrated(document.data);
        const refusals = remarks.filter(({ kind }) => kind === 'refusal');
        // One name from two places, which no marker keeps apart: that is for a person.
        if (refusals.length > 0) return expect(refusals.every(({ message }) => message.includes('comes from several places'))).toBe(true);
        const outcome = restructure(document, target);
        if (isRefusal(outcome)) throw new Error(outcome.refused);
        expect(projectObjections(outcome.intended)).toEqual([]);
        const text = applyEdits(document.text, outcome.edits);
        const after = read(text);
        expectSaid(model, after.data);
        expect(isPoetryProject(after.data)).toBe(false);
        expect(text.startsWith('\ufeff')).toBe(model.style.bom);
        expect(text.replaceAll('\r\n', '').includes('\n')).toBe(!model.style.crlf);
      }),
      { numRuns: 100 },
    );
  });

  it('is read without a fault, whatever its tables hold', () => {
    fc.assert(
      fc.property(nonsense, nonsense, (poetry, project) => {
        const document = read(stringify({ ...(Object.keys(project).length > 2 && { project }), tool: { poetry } }));
        const { target, remarks } = migrated(document.data);
        expect(remarks.every(({ message }) => message.length > 0)).toBe(true);
        if (remarks.some(({ kind }) => kind === 'refusal')) return;
        const outcome = restructure(document, target);
        if (isRefusal(outcome) || projectObjections(outcome.intended).length > 0) return;
        // What goes through is done with.
        const after = read(applyEdits(document.text, outcome.edits));
        if (!isPoetryProject(after.data)) return;
        const again = restructure(after, migrated(after.data).target);
        expect(isRefusal(again) ? again.refused : again.edits).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
