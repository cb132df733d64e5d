import type { Link } from './chain.ts';
import { builtin, optional, outer, type KnownType } from './known-type.ts';

/** A state on the way along a chain: what a row is, as far as it is known. */
export interface State {
  readonly stage: 'builder' | 'result' | 'value';
  /** `query` is the old query object, `rows` gives tuples, `scalars` single things. */
  readonly form: 'query' | 'statement' | 'rows' | 'scalars';
  /** What a statement asks for, `undefined` where it cannot be told. */
  readonly entity: KnownType | undefined;
}

/** What ends the chain: a value. */
export interface Value {
  readonly type: KnownType | undefined;
}

const MANY: ReadonlySet<string> = new Set(['all', 'fetchall', 'fetchmany', 'partitions']);
const RESHAPED: ReadonlySet<string> = new Set(['with_entities', 'add_columns', 'add_column', 'add_entity', 'with_only_columns', 'columns', 'values', 'from_self', 'subquery', 'cte', 'exists', 'returning', 'select_entity_from']);

/** One step along a query, a statement or a result. */
export function step(state: State, { name, args }: Link): State | Value {
  const { entity, form } = state;
  const single = form === 'query' || form === 'scalars' ? entity : undefined;
  if (args === undefined) return name === 'rowcount' ? { type: builtin('int') } : form === 'statement' || form === 'query' ? { ...state, entity: undefined } : { type: undefined };
  if (form === 'statement') return RESHAPED.has(name) ? { ...state, entity: undefined } : state;
  if (MANY.has(name)) return { type: name === 'all' && single ? (form === 'query' ? builtin('list', single) : outer('collections.abc', 'Sequence', single)) : undefined };
  switch (name) {
    case 'first':
    case 'one_or_none':
    case 'fetchone':
      return { type: single && optional(single) };
    case 'one':
      return { type: single };
    case 'scalar':
    case 'scalar_one_or_none':
      return { type: form === 'rows' && entity ? optional(entity) : undefined };
    case 'scalar_one':
      return { type: form === 'rows' ? entity : undefined };
    case 'scalars':
      return { stage: 'result', form: 'scalars', entity };
    case 'mappings':
    case 'tuples':
      return { stage: 'result', form: 'rows', entity: undefined };
    case 'unique':
    case 'yield_per':
      return form === 'query' ? state : { ...state, stage: 'result' };
    default:
      break;
  }
  if (form !== 'query') return { type: undefined };
  if (name === 'count') return { type: builtin('int') };
  if (name === 'get') return { type: entity && optional(entity) };
  if (name === 'delete' || name === 'update') return { type: builtin('int') };
  return RESHAPED.has(name) ? { ...state, entity: undefined } : state;
}
