import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';

/** One use of the environment that reads no single known variable: a computed name, a copy, a loop, the environment passed on. */
export interface OtherUse {
  readonly module: Module;
  readonly node: PyNode;
  /** A full sentence for a person. */
  readonly because: string;
}
