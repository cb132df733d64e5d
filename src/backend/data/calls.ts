import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf } from '../../python/syntax/views.ts';
import { parts } from '../../python/syntax/walk.ts';
import { widest } from './chain.ts';
import { withoutNone, type KnownType, type OwnType } from './known-type.ts';
import { sessionsOf, type DataSession } from './sessions.ts';
import { modelsIn } from './statements.ts';
import { valueTypes, type ValueTypes } from './values.ts';

/** What a use of a session does. */
export type DataCallKind =
  /** Asks for rows, or changes rows by a statement: `query`, `execute`, `scalar`, `scalars`, `exec`, `get`, `stream`, `bulk_…`. */
  | 'query'
  /** Registers, removes or reloads objects: `add`, `add_all`, `delete`, `merge`, `refresh`, `expunge`, `expire`. */
  | 'object'
  | 'flush'
  /** `commit`, `rollback`, `begin`, `begin_nested`, `close`. */
  | 'transaction'
  /** The session is an argument of something else: `crud.get_book(db, 1)`, `background.add_task(send, db)`. */
  | 'passed'
  /** Anything else: `return db`, `db.info`, `db.no_autoflush`. */
  | 'other';

/** One use of a session in a function. */
export interface DataCall extends InModule {
  readonly session: DataSession;
  readonly kind: DataCallKind;
  /** The session's method, or the attribute that is read. */
  readonly method: string | undefined;
  /** The place that reads the session. */
  readonly use: PyNode;
  /** The call of the session's method, or the one that the session is handed to. */
  readonly call: PyNode | undefined;
  /** The widest chain that begins with the session, `await` and parentheses included; for `passed` the call with its `await`. The same as the node. */
  readonly node: PyNode;
  /** The mapped class it is about, where that can be told. */
  readonly model: OwnType | undefined;
}

/** What a function does with its sessions, and the types of its values. */
export interface DataAccess {
  readonly sessions: readonly DataSession[];
  readonly calls: readonly DataCall[];
  readonly types: ValueTypes;
}

const QUERIES = /^(?:query|execute|scalars?|exec|get|get_one|stream|stream_scalars|bulk_\w+|connection)$/;
const OBJECTS = /^(?:add|add_all|delete|merge|refresh|expunge|expire)$/;
const TRANSACTIONS = /^(?:commit|rollback|begin|begin_nested|close|aclose|remove|invalidate|prepare)$/;

/** The uses of sessions in a function, nested functions included, in document order. */
export function dataAccessOf(python: Python, { module, node: definition }: InModule): DataAccess {
  const sessions = sessionsOf(python, module, definition);
  const uses = new Set(sessions.flatMap((session) => session.uses));
  const types = valueTypes(python, module, (node) => uses.has(node));
  const calls = sessions.flatMap((session) => session.uses.map((use) => callAt(session, use)));
  return { sessions, types, calls: calls.sort((a, b) => a.use.start - b.use.start) };

  function callAt(session: DataSession, use: PyNode): DataCall {
    const above = use.parent;
    const method = above?.type === 'attribute' && parts(above)[0] === use ? parts(above)[1]?.text : undefined;
    if (above && method !== undefined) {
      const call = above.parent?.type === 'call' && calleeOf(above.parent) === above ? above.parent : undefined;
      const node = widest(use);
      const kind = !call ? 'other' : QUERIES.test(method) ? 'query' : OBJECTS.test(method) ? 'object' : method === 'flush' ? 'flush' : TRANSACTIONS.test(method) ? 'transaction' : 'other';
      return { module, session, kind, method, use, call, node, model: modelOf(kind, call, node) };
    }
    const argument = above?.type === 'keyword_argument' ? above : use;
    const call = argument.parent?.type === 'argument_list' && argument.parent.parent?.type === 'call' ? argument.parent.parent : undefined;
    return { module, session, kind: call ? 'passed' : 'other', method: undefined, use, call, node: call ? widest(call) : use, model: undefined };
  }

  function modelOf(kind: DataCallKind, call: PyNode | undefined, node: PyNode): OwnType | undefined {
    if (kind === 'query') return types.dataValueOf(node)?.models[0] ?? modelsIn(python, module, node)[0];
    const list = call && argumentListOf(call);
    const [first] = list ? argumentsOf(list) : [];
    if (kind !== 'object' || !first) return undefined;
    return ownIn(types.typeOf(first.value));
  }
}

/** The class of an object, or of the objects in a list. */
function ownIn(type: KnownType | undefined): OwnType | undefined {
  const bare = type && withoutNone(type);
  if (bare?.kind === 'own') return bare;
  return bare?.kind === 'builtin' || bare?.kind === 'outer' ? ownIn(bare.of[0]) : undefined;
}

/** The uses of sessions in a function. */
export function dataCallsOf(python: Python, handler: InModule): readonly DataCall[] {
  return dataAccessOf(python, handler).calls;
}
