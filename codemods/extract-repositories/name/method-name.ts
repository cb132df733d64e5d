import { assignmentOf, enclosing, snakeCase, type RepositoryView } from '#pystd';
import type { Unit } from '../find/unit.ts';
import { askedBy, type Asked } from './asked.ts';
import { entityName } from './words.ts';

/** Words that say nothing about what was asked for. */
const VAGUE = /^(?:result|results|res|resp|response|query|q|stmt|statement|data|items?|rows?|row|obj|objs|objects?|records?|entries|entry|x|y|total|counts?|existing|found|value|values|output|out|instance|db_\w+|\w+_(?:db|obj|query|result|model|stmt|in_db))$/;
/** Columns that a name can list. */
const MOST_COLUMNS = 3;

/** What a method is called for what it asks. */
export function methodName(view: RepositoryView, unit: Unit): string {
  const asked = askedBy(view, unit);
  const verb = asked.verb === 'aggregate' ? (asked.aggregate ?? 'get') : asked.verb === 'update' && asked.sets.length > 0 ? `update_${asked.sets.join('_and_')}` : asked.verb;
  if (asked.byKey) return 'get';
  if (asked.isConditional) return asked.isPaged && asked.verb === 'list' ? 'list_page' : `${verb}_filtered`;
  if (asked.isComplex && asked.verb === 'aggregate') return verb;
  if (asked.isComplex || asked.columns.length > MOST_COLUMNS) return fromContext(asked, verb, unit);
  const flags = asked.flags.map((flag) => `_${flag}`).join('').slice(0, 40);
  if (asked.columns.length > 0) return `${verb}${flags}_by_${asked.columns.join('_and_')}`;
  if (flags !== '') return `${verb}${flags}`;
  switch (asked.verb) {
    case 'list':
      return asked.isPaged ? 'list_page' : 'list_all';
    case 'get':
      return asked.isDescending ? 'get_latest' : fromContext(asked, verb, unit);
    case 'delete':
    case 'update':
      return `${verb}_all`;
    case 'count':
    case 'aggregate':
    case 'exists':
      return verb;
    default:
      return fromContext(asked, verb, unit);
  }
}

/** A name from the variable that takes the answer, else from the handler. */
function fromContext(asked: Asked, verb: string, unit: Unit): string {
  const variable = variableOf(unit);
  const entity = snakeCase(entityName(unit.model.name));
  const isPlain = variable === undefined || VAGUE.test(variable) || variable === entity || variable === `${entity}s` || variable.length < 3;
  const noun = isPlain ? undefined : variable.replace(/^(?:total|get|list|num|count|n)_|_(?:count|total|list)$/g, '');
  if (noun !== undefined && noun !== '') return `${verb === 'execute' ? 'execute' : verb}_${noun.replace(/^_+/, '')}`;
  return asked.isPaged && asked.verb === 'list' && unit.outputs.length + unit.tails.length > 1 ? 'list_page' : forHandler(verb, unit.handler.name);
}

/** `list_overdue_loans`, for a handler that is called `get_overdue_loans`. */
export function forHandler(verb: string, handler: string): string {
  const [, rest] = /^(?:get|list|read|fetch|show|search|find|retrieve|view)_(\w+)$/.exec(handler) ?? [];
  return rest === undefined ? `${verb}_for_${handler}` : `${verb}_${rest}`;
}

/** The variable that is assigned what the unit gives. */
function variableOf({ outputs, tails }: Unit): string | undefined {
  const [output, other] = outputs;
  if (output !== undefined) return other === undefined && tails.length === 0 ? output : undefined;
  const [tail] = tails;
  const statement = tail && (tail.parent?.type === 'assignment' ? tail.parent : tail.parent?.type === 'boolean_operator' ? enclosing(tail, 'assignment') : undefined);
  const target = statement && assignmentOf(statement)?.target;
  return target?.type === 'identifier' ? target.text : undefined;
}
