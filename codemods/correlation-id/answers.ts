import { argumentListOf, argumentsOf, calleeOf, deepDescendants, parts, type AppModel, type Call, type ExceptionHandler, type Module, type PyNode, type RepositoryView } from '#pystd';

const RESPONSE = /^(?:fastapi|starlette)\.(?:responses\.)?(?:JSON|ORJSON|UJSON|PlainText|HTML)?Response$/;

/** The handlers that answer what nothing else handles: Starlette runs them outside of all middleware, so that no middleware can give their responses a header. */
export function lastHandlers({ python }: RepositoryView, app: AppModel): readonly ExceptionHandler[] {
  return app.exceptionHandlers.filter(({ handles: { module, node } }) => {
    if (node.type === 'integer') return node.text === '500';
    const symbol = python.symbolOf(module, node);
    return (symbol.kind === 'builtin' && symbol.name === 'Exception') || /\bHTTP_500_INTERNAL_SERVER_ERROR$/.test(node.text);
  });
}

/** A handler whose responses can be given a header: each is made where it is returned. */
export interface PlainHandler {
  readonly module: Module;
  readonly responses: readonly Call[];
}

/** The handler with its responses; `undefined` where they come from elsewhere. */
export function plainHandler({ handler }: ExceptionHandler, view: RepositoryView): PlainHandler | undefined {
  const responses = handler?.node.type === 'function_definition' ? responsesIn(handler.module, handler.node, view) : undefined;
  return handler && responses && { module: handler.module, responses };
}

/** The responses that a function returns, where it makes each of them at the place, without headers; else `undefined`. */
function responsesIn(module: Module, definition: PyNode, { python }: RepositoryView): readonly Call[] | undefined {
  const inner = [...deepDescendants(definition, (node) => node === definition || !['function_definition', 'lambda', 'class_definition'].includes(node.type))];
  const returned = inner.filter(({ type }) => type === 'return_statement').map((statement) => parts(statement)[0]);
  const calls = returned.flatMap((value): Call[] => {
    const callee = value?.type === 'call' ? calleeOf(value) : undefined;
    const list = value && argumentListOf(value);
    const symbol = callee && python.symbolOf(module, callee);
    if (!value || !callee || !list || symbol?.kind !== 'external' || !RESPONSE.test(symbol.name)) return [];
    const given = argumentsOf(list);
    const isPlain = given.every(({ name, unpacking }) => unpacking === undefined && name !== 'headers') && given.filter(({ name }) => name === undefined).length < 3;
    return isPlain ? [{ module, node: value, callee, arguments: given, inFunction: definition }] : [];
  });
  return calls.length > 0 && calls.length === returned.length ? calls : undefined;
}
