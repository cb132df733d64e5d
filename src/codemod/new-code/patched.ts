import { roleOf } from '../../backend/roles.ts';
import type { Module } from '../../python/project/module.ts';
import { nameOf } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';

/** A test that patches a name of a module, by its dotted name or on the module itself: code that moves away is not reached by it any more. */
export function replacedInTests({ python }: Pick<RepositoryView, 'python'>, module: Module, name: string): Module | undefined {
  const stem = nameOf(module.path).replace(/\.py$/, '');
  const dotted = new RegExp(`["'][\\w.]*\\b${stem}\\.${name}\\b`);
  const onModule = new RegExp(`(?:setattr|patch\\.object)\\([^,\\n]*\\b${stem}\\b\\s*,\\s*["']${name}["']`);
  return python.layout.holding(name).find((other) => roleOf(other.path) === 'test' && (dotted.test(other.text) || onModule.test(other.text)));
}
