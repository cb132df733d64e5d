import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Role } from '../roles.ts';
import type { When } from './access.ts';

/** One place that changes the environment of the running process, or a test that does for a while. */
export interface EnvironmentWrite {
  readonly module: Module;
  /** The whole statement's expression: the assignment, the `del`, the call, the decorator's call. */
  readonly node: PyNode;
  /** The variables it may change; `undefined` where that cannot be told, so that it may be any. */
  readonly variables: readonly string[] | undefined;
  readonly when: When;
  readonly role: Role;
}
