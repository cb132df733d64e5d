import { viewOf, type RepositoryView } from '../../src/codemod/view.ts';
import { factReader } from '../../src/python/facts.ts';
import type { Module } from '../../src/python/project/module.ts';
import { snapshotFrom } from '../support/case.ts';
import { pythonParser } from '../support/parser.ts';

const parser = await pythonParser();

/** The view of a small repository, given as texts by path. */
export function repository(files: Readonly<Record<string, string>>): RepositoryView {
  return viewOf(snapshotFrom(new Map(Object.entries(files))), factReader(parser));
}

/** @throws Error when there is no such module. */
export function moduleAt({ python }: RepositoryView, path: string): Module {
  const module = python.layout.moduleAt(path);
  if (!module) throw new Error(`There is no module ${path}.`);
  return module;
}
