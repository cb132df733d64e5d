import { blockOf, childOfType, statementsOf, undecorated, type OwnException } from '#pystd';
import type { Answering } from './answers/application.ts';
import { DETAIL, sameAnswer, wordsOf, type Answer, type Value } from './answers/value.ts';
import type { HttpRaise } from './raises.ts';

/** An exception of the service that is answered just so, and how it is made. */
export interface Replacement {
  readonly exception: OwnException;
  /** The keyword of the text; none where it comes first. */
  readonly keyword: string | undefined;
  /** Whether the status is given as well, and by which keyword. */
  readonly status: string | undefined;
}

/** The exception that may be raised instead; a full sentence where none may. */
export function replacementFor({ status, headers }: HttpRaise, exceptions: readonly OwnException[], answering: Answering): Replacement | { readonly problem: string } {
  const before = answering.http(status, headers !== undefined);
  if (!before) return { problem: 'How the application answers an `HTTPException` cannot be told.' };
  const handled = exceptions.filter((one) => one.root === 'exception' && answering.handles(one));
  if (handled.length === 0) return { problem: 'No handler answers exceptions of the service\'s own: `error-handling` brings some.' };
  const attempts = handled.map((exception) => ({ exception, tried: tried(exception, undefined, status, headers !== undefined, before, answering) }));
  const ofStatus = attempts.filter((one) => one.exception.status === status || (one.tried && ('exception' in one.tried || one.tried.status === status)));
  const equal = ofStatus.flatMap((one) => (one.tried && 'exception' in one.tried ? [one.tried] : []));
  const general = mostGeneral(equal.filter(({ exception }) => GENERAL.test(exception.name)));
  const [first, another] = general;
  if (first && another) return { problem: `Several exceptions stand for ${status}: ${general.map(({ exception }) => `\`${exception.name}\``).join(', ')}.` };
  if (first) return first;
  const bases = handled.filter((one) => one.parent === undefined && statusParameter(one) !== undefined);
  const base = bases.map((one) => tried(one, statusParameter(one), status, headers !== undefined, before, answering)).find((one): one is Replacement => one !== undefined && 'exception' in one);
  if (base) return base;
  const special = equal.find(({ exception }) => exception.parent !== undefined) ?? equal[0];
  // The base itself stands for what nothing below it does.
  if (special && special.exception.parent === undefined) return special;
  if (special) return { problem: `\`${special.exception.name}\` is answered just so, but its name says more than ${status} does.` };
  return { problem: otherwise(status, ofStatus, before, headers !== undefined) };
}

/** Why none of the exceptions of a status will do: a full sentence. */
function otherwise(status: number, ofStatus: readonly { readonly exception: OwnException; readonly tried: Replacement | Answer | undefined }[], before: Answer, hasHeaders: boolean): string {
  const [first] = ofStatus;
  if (!first) return `No exception of the service stands for ${status}${hasHeaders ? ' and takes headers' : ''}.`;
  if (hasHeaders && !parametersOf(first.exception)?.includes('headers')) return `It has headers, which \`${first.exception.name}\` does not take.`;
  const answer = ofStatus.map((one) => one.tried).find((one): one is Answer => one !== undefined && 'kind' in one);
  if (!answer) return `How \`${first.exception.name}\` is answered cannot be told.`;
  const [was, is] = [shapeOf(before.body), shapeOf(answer.body)];
  if (was === is) return `\`${first.exception.name}\` is answered with \`${wordsOf(answer.body, '…') ?? is}\` where clients get \`${wordsOf(before.body, '…') ?? was}\` now.`;
  return `Exceptions of the service are answered with \`${is}\` where clients get \`${was}\` now.${was === '{detail}' ? ' `existingResponses = "standard"` of `error-handling` may give both one format.' : ''}`;
}

/** The members of a body: `{error: {code, message, details}}`. */
function shapeOf(body: Value): string {
  if (body.kind !== 'dictionary') return '…';
  return `{${[...body.entries].map(([key, value]) => (value.kind === 'dictionary' ? `${key}: ${shapeOf(value)}` : key)).join(', ')}}`;
}

/** Those nearest to the base. */
function mostGeneral(all: readonly Replacement[]): readonly Replacement[] {
  const depth = (one: OwnException): number => (one.parent ? depth(one.parent) + 1 : 0);
  const least = Math.min(...all.map(({ exception }) => depth(exception)));
  return all.filter(({ exception }) => depth(exception) === least);
}

/** Names that say no more than the status does. */
const GENERAL = /^(?:App|Application|Domain|Service|Http|HTTP|Api|API|Base)?(?:BadRequest|Unauthorized|Unauthenticated|Authentication|Forbidden|Permission|PermissionDenied|(?:Resource|Entity|Object|Item|Record)?NotFound|Conflict|AlreadyExists|Gone|Validation|UnprocessableEntity|TooManyRequests|RateLimit|ServiceUnavailable|InternalServer|Internal)(?:Error|Exception)?$/;

/** The way of making the exception for which clients see no difference; else the answer that it has, where one is known. */
function tried(exception: OwnException, statusKeyword: string | undefined, status: number, hasHeaders: boolean, before: Answer, answering: Answering): Replacement | Answer | undefined {
  const parameters = parametersOf(exception);
  if (hasHeaders && !parameters?.includes('headers')) return undefined;
  const keywords = [undefined, ...(parameters ?? []).filter((name) => /^(?:message|detail|msg|text)$/.test(name))];
  let last: Answer | undefined;
  for (const keyword of keywords) {
    const named = new Map<string, Value>([
      ...(keyword === undefined ? [] : [[keyword, DETAIL] as const]), ...(statusKeyword === undefined ? [] : [[statusKeyword, { kind: 'number', value: status }] as const]),
      ...(hasHeaders ? [['headers', { kind: 'headers' }] as const] : []),
    ]);
    const answer = answering.own(exception, { positional: keyword === undefined ? [DETAIL] : [], named });
    if (answer && sameAnswer(answer, before)) return { exception, keyword, status: statusKeyword };
    last ??= answer;
  }
  return last;
}

function statusParameter(exception: OwnException): string | undefined {
  return parametersOf(exception)?.find((name) => /^(?:status_code|status|http_status|http_status_code)$/.test(name));
}

/** What the constructor takes; `undefined` for that of `Exception`. */
function parametersOf({ node, parent }: OwnException): readonly string[] | undefined {
  const body = blockOf(node);
  const init = (body ? statementsOf(body) : []).map(undecorated).find((one) => one.type === 'function_definition' && childOfType(one, 'identifier')?.text === '__init__');
  if (!init) return parent && parametersOf(parent);
  const list = childOfType(init, 'parameters');
  return (list?.children ?? []).flatMap((one) => (one.type === 'identifier' ? [one.text] : one.children[0]?.type === 'identifier' ? [one.children[0].text] : []));
}
