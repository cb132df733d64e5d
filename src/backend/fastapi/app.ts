import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { Call } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Argument } from '../../python/syntax/views.ts';
import { ancestors, identifiersSpelled, parts } from '../../python/syntax/walk.ts';
import { roleOf, type Role } from '../roles.ts';

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
  /** Assignments to an attribute of the object after it was made, wherever in the repository: `app.docs_url = None`. */
  assignments(attribute: string): readonly InModule[];
}

/** The class under the name everybody uses, and where it is defined. */
const FASTAPI: readonly string[] = ['fastapi.FastAPI', 'fastapi.applications.FastAPI'];

/** The constructions of applications in a repository, in path order. */
export function constructionsOf(python: Python): readonly App[] {
  const plain = FASTAPI.flatMap((external) => python.callsTo({ external })).map((call) => appOf(call, undefined, python));
  const derived = python.subclassesOf(FASTAPI).flatMap((definition) => python.callsTo({ defined: definition }).map((call) => appOf(call, definition.name, python)));
  return [...plain, ...derived];
}

function appOf(call: Call, subclass: string | undefined, python: Python): App {
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
    assignments: (attribute) => assignmentsTo(call, attribute, python),
  };
}

/** Statements `x.attribute = …` in which `x` is a name for what the call returns. */
function assignmentsTo(call: Call, attribute: string, python: Python): InModule[] {
  return python.layout.holding(`.${attribute}`).flatMap((module) => {
    if (!module.parses) return [];
    return [...identifiersSpelled(module.tree.root, attribute)].flatMap((identifier) => {
      const target = identifier.parent;
      const [object, last] = target?.type === 'attribute' ? parts(target) : [];
      const node = target?.parent;
      if (!object || last !== identifier || node?.type !== 'assignment' || parts(node)[0] !== target) return [];
      const symbol = python.symbolOf(module, object);
      const how = symbol.kind === 'defined' || symbol.kind === 'local' ? symbol.binding.how : undefined;
      return how?.kind === 'assignment' && how.value === call.node ? [{ module, node }] : [];
    });
  });
}

const CONDITIONS = {
  if_statement: 'if',
  match_statement: 'if',
  try_statement: 'try',
  conditional_expression: 'expression',
  boolean_operator: 'expression',
} as const;
