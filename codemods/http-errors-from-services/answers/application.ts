import { ancestors, calleeOf, childOfType, handledExceptions, parts, roleOf, type App, type AppModel, type Handled, type OwnException, type PyNode, type RepositoryView } from '#pystd';
import { plainAnswer, type Given } from './call.ts';
import type { Frame } from './expression.ts';
import { instanceOf } from './instance.ts';
import { answerIn } from './run.ts';
import { DETAIL, NONE, type Answer, type Value } from './value.ts';

/** How an application answers exceptions. */
export interface Answering {
  /** The answer to an `HTTPException` of FastAPI with a text. */
  http(status: number, hasHeaders: boolean): Answer | undefined;
  /** The answer to an exception of the service that is made so. */
  own(exception: OwnException, given: Given): Answer | undefined;
  /** Whether a handler is for the exception or one of its parents. */
  handles(exception: OwnException): boolean;
}

const HTTP_CLASSES = ['fastapi.HTTPException', 'fastapi.exceptions.HTTPException'] as const;
const STARLETTE = /^starlette\.(?:exceptions\.)?HTTPException$/;

/** How an application answers; a full sentence where that cannot be told. */
export function answeringOf(view: RepositoryView, app: AppModel): Answering | { readonly problem: string } {
  const unclear = app.unknown.find(({ about }) => about === 'handlers' || about === 'anything');
  if (unclear) return { problem: `Which handlers the application has cannot be told. ${unclear.because}` };
  if (app.mounts.some(({ what }) => isApp(what))) return { problem: 'Another application is mounted in it, which answers for itself.' };
  const setter = view.python.layout.holding('exception_handlers').find((module) => roleOf(module.path) === 'service' && /\.exception_handlers\b/.test(module.text) && !/^(?:from|import)\b.*\.exception_handlers\b/m.test(module.text));
  if (setter) return { problem: `\`${setter.path}\` works with \`exception_handlers\` itself.` };
  const handled = handledExceptions(app, view.python);
  if (handled.some(({ key }) => key.kind === 'unknown')) return { problem: 'What one of its handlers is for cannot be told.' };
  const frame = (module: Frame['module']): Frame => ({ view, module, locals: new Map(), depth: 0 });
  const only = (is: (one: Handled) => boolean): Handled | 'none' | undefined => {
    const [first, other] = handled.filter(is);
    return first ? (other || !isCertain(view, first.node, first.module) ? undefined : first) : 'none';
  };
  const ofOwn = (exception: OwnException | undefined): Handled | 'none' | undefined => {
    if (!exception) return 'none';
    const found = only(({ key }) => key.kind === 'own' && key.definition.module === exception.module && key.definition.name === exception.name);
    return found === 'none' ? ofOwn(exception.parent) : found;
  };
  return {
    http(status, hasHeaders) {
      const instance: Value = { kind: 'object', of: 'http', fields: new Map([['status_code', { kind: 'number', value: status }], ['detail', DETAIL], ['headers', hasHeaders ? { kind: 'headers' } : NONE]]) };
      for (const is of [
        ({ key }: Handled) => key.kind === 'status' && key.status === status,
        ({ key }: Handled) => key.kind === 'outer' && (HTTP_CLASSES as readonly string[]).includes(key.name),
        ({ key }: Handled) => key.kind === 'outer' && STARLETTE.test(key.name),
      ]) {
        const found = only(is);
        if (found !== 'none') return found && answerOf(found, instance, frame(found.module));
      }
      return plainAnswer(instance);
    },
    own(exception, given) {
      const found = ofOwn(exception);
      const instance = found && found !== 'none' ? instanceOf(exception, given, frame(exception.module)) : undefined;
      return found && found !== 'none' && instance ? answerOf(found, instance, frame(found.module)) : undefined;
    },
    handles: (exception) => ofOwn(exception) !== 'none',
  };
}

function isApp(what: App | 'static' | 'unknown'): boolean {
  return what !== 'static';
}

/** What a handler answers: a function of the request and the exception, with no decorator but the one that registers it. */
function answerOf({ handler, node }: Handled, exception: Value, frame: Frame): Answer | undefined {
  if (handler?.node.type !== 'function_definition') return undefined;
  const { node: definition, module } = handler;
  const decorators = definition.parent?.type === 'decorated_definition' ? definition.parent.children.filter(({ type }) => type === 'decorator') : [];
  if (decorators.some((one) => !(node.start >= one.start && node.end <= one.end) && !/^@[\w.]+\.exception_handler\(/.test(one.text)) || [...ancestors(definition)].some(({ type }) => type === 'class_definition')) return undefined;
  const value = answerIn({ kind: 'function', module, node: definition }, { positional: [{ kind: 'outer', name: 'request' }, exception], named: new Map() }, frame);
  return value?.kind === 'answer' ? value : undefined;
}

const CONDITIONAL: readonly string[] = ['if_statement', 'for_statement', 'while_statement', 'try_statement', 'match_statement', 'conditional_expression', 'boolean_operator', 'lambda', 'with_statement'];

/** Whether code surely runs when the program starts: nothing decides about it, nor about the calls of the function it stands in. */
function isCertain(view: RepositoryView, node: PyNode, module: Frame['module'], depth = 0): boolean {
  for (const above of ancestors(node)) {
    if (CONDITIONAL.includes(above.type)) return false;
    if (above.type !== 'function_definition') continue;
    const name = childOfType(above, 'identifier');
    if (!name || depth > 4 || [...ancestors(above)].some(({ type }) => type === 'class_definition' || type === 'function_definition')) return false;
    if (leavesEarly(above, node)) return false;
    const mentions = view.python.mentionsOf({ defined: { module, name: name.text } }).filter((one) => roleOf(one.module.path) === 'service' && one.node.start !== name.start && ![...ancestors(one.node)].some(({ type }) => /import/.test(type)));
    return mentions.length > 0 && mentions.every((one) => one.node.parent?.type === 'call' && calleeOf(one.node.parent) === one.node ? isCertain(view, one.node, one.module, depth + 1) : false);
  }
  return true;
}

/** Whether a function may be left before code of it runs. */
function leavesEarly(definition: PyNode, node: PyNode): boolean {
  const body = childOfType(definition, 'block');
  return (body ? parts(body) : []).some((statement) => statement.end <= node.start && /^(?:if|for|while|try|match|with|return|raise)_statement$/.test(statement.type) && /\b(?:return|raise)\b/.test(statement.text));
}
