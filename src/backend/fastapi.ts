import type { Python } from '../python/index.ts';
import type { Call } from '../python/project/search.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { plainString, type Argument } from '../python/syntax/views.ts';
import { ancestors } from '../python/syntax/walk.ts';
import { roleOf, type Role } from './roles.ts';

/** An application object: one construction of `fastapi.FastAPI` or of a class derived from it. */
export interface App extends Call {
  readonly role: Role;
  /** The class it is made of, when that is one of the repository's own. */
  readonly subclass: string | undefined;
  /** The function that makes it, for a factory. */
  readonly factory: PyNode | undefined;
  /** The variable it is assigned to; `undefined` for anything more complicated. */
  readonly variable: string | undefined;
  /** Why its construction depends on something at run time, if it does: `if`, `try`, or a conditional expression. */
  readonly conditional: 'if' | 'try' | 'expression' | undefined;
  /** Whether arguments are unpacked into the call (`*args`, `**kwargs`). */
  readonly unpacks: boolean;
  argument(name: string): Argument | undefined;
}

const FASTAPI = 'fastapi.FastAPI';

/** The applications of a repository, in path order. */
export function appsOf(python: Python): readonly App[] {
  const plain = python.callsTo({ external: FASTAPI }).map((call) => appOf(call, undefined));
  const derived = python.subclassesOf([FASTAPI]).flatMap((definition) => python.callsTo({ defined: definition }).map((call) => appOf(call, definition.name)));
  return [...plain, ...derived];
}

function appOf(call: Call, subclass: string | undefined): App {
  const above = [...ancestors(call.node)];
  const inner = above.slice(0, above.findIndex(({ type }) => type === 'function_definition' || type === 'class_definition' || type === 'module'));
  const conditional = inner.find(({ type }) => type in CONDITIONS);
  const assignment = call.node.parent?.type === 'assignment' ? call.node.parent : undefined;
  const target = assignment?.children[0];
  return {
    ...call,
    role: roleOf(call.module.path),
    subclass,
    factory: above.find(({ type }) => type === 'function_definition'),
    variable: target?.type === 'identifier' ? target.text : undefined,
    conditional: conditional && CONDITIONS[conditional.type as keyof typeof CONDITIONS],
    unpacks: call.arguments.some(({ unpacking }) => unpacking !== undefined),
    argument: (name) => call.arguments.find((argument) => argument.name === name),
  };
}

const CONDITIONS = {
  if_statement: 'if',
  match_statement: 'if',
  try_statement: 'try',
  conditional_expression: 'expression',
  boolean_operator: 'expression',
} as const;

/** The string a keyword argument holds, `null` for `None`; `undefined` for any expression that is neither. */
export function constantOf({ value }: Argument): string | null | undefined {
  if (value.type === 'none') return null;
  return plainString(value);
}
