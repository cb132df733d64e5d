import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { When } from './access.ts';

/** One call of python-dotenv. */
export interface DotenvLoad {
  readonly module: Module;
  readonly node: PyNode;
  /** The file, where it is a literal; `undefined` without one (the call looks for `.env` upwards from its own file) or when it is computed. */
  readonly path: string | undefined;
  /** Whether a path is given that is no literal. */
  readonly computed: boolean;
  readonly when: When;
  readonly kind: 'load_dotenv' | 'dotenv_values' | 'find_dotenv';
  /** Whether values of the file win over variables that are set. */
  readonly override: boolean;
}
