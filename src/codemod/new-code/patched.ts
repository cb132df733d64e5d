import { roleOf } from '../../backend/roles.ts';
import type { Module } from '../../python/project/module.ts';
import { nameOf } from '../../repo/path.ts';
import type { RepositoryView } from '../view.ts';
import { namesOfModule } from './unused.ts';

/**
 * A test that puts something else in the place of a name of a module: by its dotted name, with `setattr` or `patch.object` on the module, or by setting the attribute. Code that moves
 * away is not reached by it any more.
 */
export function replacedInTests({ python }: Pick<RepositoryView, 'python'>, module: Module, name: string): Module | undefined {
  const stem = nameOf(module.path).replace(/\.py$/, '');
  const dotted = new RegExp(`["'][\\w.]*\\b${stem}\\.${name}\\b`);
  return python.layout.holding(name).find((other) => {
    if (roleOf(other.path) !== 'test') return false;
    if (dotted.test(other.text)) return true;
    const words = (other.parses ? namesOfModule(python, other, module) : [stem]).join('|');
    return new RegExp(`(?:setattr|patch\\.(?:object|multiple))\\(\\s*(?:[\\w.]+\\.)?(?:${words})\\b\\s*,[^)]*?\\b${name}\\b|\\b(?:${words})\\.${name}\\s*=(?!=)`).test(other.text);
  });
}
