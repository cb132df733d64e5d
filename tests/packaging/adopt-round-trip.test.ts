import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataAt, isRefusal, isTomlProblem, parseToml, restructure, type TomlTableData } from '../../src/formats/toml/index.ts';
import { adoptPoetry } from '../../src/packaging/poetry/adopt.ts';
import { poetryObjections } from '../../src/packaging/poetry/adopt-check.ts';
import { migrateProject, isPoetryProject, type ProjectSurroundings } from '../../src/packaging/poetry/migrate.ts';
import { projectFiles } from '../../src/packaging/poetry/project-files.ts';
import { readUvProject } from '../../src/packaging/uv/project.ts';
import { applyEdits } from '../../src/text/apply.ts';
import { casesIn } from '../support/case.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');

interface Sample {
  readonly title: string;
  readonly text: string;
  readonly paths: readonly string[];
}

/** Every Poetry manifest of the fixtures of the way to uv. */
const samples: readonly Sample[] = casesIn(FIXTURES).filter(({ codemod }) => codemod === 'poetry-to-uv').flatMap(({ name, before }) => [...before].flatMap(([path, text]): Sample[] => {
  if (!/(^|\/)pyproject\.toml$/.test(path)) return [];
  const folder = path.slice(0, -'pyproject.toml'.length);
  return [{ title: `${name}/${path}`, text, paths: [...before.keys()].filter((one) => one.startsWith(folder)).map((one) => one.slice(folder.length)) }];
}));

describe('to uv and back to Poetry', () => {
  const there = samples.flatMap((sample) => {
    const uv = toUv(sample.text, sample.paths);
    return uv === undefined ? [] : [{ ...sample, uv }];
  });

  it('has a dozen projects to look at', () => {
    expect(there.length).toBeGreaterThan(11);
  });

  it.each(there.map((one) => [one.title, one] as const))('%s asks for the same', (_, { uv, paths }) => {
    const poetry = toPoetry(uv, paths);
    if (poetry === undefined) return;
    expect(poetryObjections(dataOf(poetry))).toEqual([]);
    const again = toUv(poetry, paths);
    if (again === undefined) throw new Error('The project does not go back to uv.');
    const { isPackage, ...asked } = askedFor(dataOf(again));
    const { isPackage: wasPackage, ...before } = askedFor(dataOf(uv));
    expect(asked).toEqual(before);
    // Where another backend stays that builds what Poetry does not find, Poetry does not install the project, and a person is told.
    if (dataAt(dataOf(poetry), ['build-system', 'build-backend']) === 'poetry.core.masonry.api') expect(isPackage).toBe(wasPackage);
  });

  it('leaves only a few of them with uv', () => {
    const kept = there.filter(({ uv, paths }) => toPoetry(uv, paths) === undefined);
    expect(kept.length).toBeLessThan(there.length / 3);
  });
});

/** Everything that decides what is installed. */
function askedFor(data: TomlTableData) {
  const facts = readUvProject(data);
  const groups = dataAt(data, ['dependency-groups']) ?? {};
  const lists = Object.entries(groups).map(([name, items]) => [name.toLowerCase().replace(/[-_.]+/g, '-'), (items as readonly unknown[]).map((item) => JSON.stringify(item)).sort()] as const);
  return {
    dependencies: dataAt(data, ['project', 'dependencies']),
    extras: dataAt(data, ['project', 'optional-dependencies']),
    groups: Object.fromEntries(lists),
    defaults: [...(facts?.defaultGroups ?? [])].sort(),
    isPackage: facts?.isPackage,
    // Poetry knows the public index by one spelling alone.
    sources: JSON.stringify(dataAt(data, ['tool', 'uv', 'sources']) ?? {}).replaceAll('"PyPI"', '"pypi"'),
    scripts: [...(facts?.scripts ?? [])],
  };
}

function toUv(text: string, paths: readonly string[]): string | undefined {
  const data = dataOf(text);
  if (!isPoetryProject(data)) return undefined;
  const surroundings: ProjectSurroundings = { folderName: 'bookshop', files: projectFiles(paths), poetryMajor: 2, isDependedOn: false, isUnpackaged: () => false, isEditableElsewhere: () => false, settings: undefined };
  const { target, remarks } = migrateProject(data, surroundings);
  if (remarks.some(({ kind }) => kind === 'refusal')) return undefined;
  const made = written(text, target);
  return typeof made === 'string' ? made : undefined;
}

function toPoetry(text: string, paths: readonly string[]): string | undefined {
  const { target, remarks } = adoptPoetry(dataOf(text), { files: projectFiles(paths), hasSetupFiles: false, wantsBackend: true, lockedPython: undefined });
  if (remarks.some(({ kind }) => kind === 'refusal')) return undefined;
  const made = written(text, target);
  if (typeof made === 'string') return made;
  throw new Error(made.refused);
}

function written(text: string, target: Parameters<typeof restructure>[1]): string | { readonly refused: string } {
  const document = parseToml(text);
  if (isTomlProblem(document)) throw new Error(document.message);
  const outcome = restructure(document, target);
  return isRefusal(outcome) ? outcome : applyEdits(text, outcome.edits);
}

function dataOf(text: string): TomlTableData {
  const document = parseToml(text);
  return isTomlProblem(document) ? {} : document.data;
}
