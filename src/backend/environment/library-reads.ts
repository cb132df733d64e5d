import type { Python } from '../../python/index.ts';
import type { Call } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, calleeOf, plainString } from '../../python/syntax/views.ts';
import { identifiersSpelled } from '../../python/syntax/walk.ts';
import type { Access, Reader } from './access.ts';
import { momentOf } from './moment.ts';
import { argumentNamed } from './os-uses.ts';
import type { OtherUse } from './others.ts';
import { surelyText } from './variable-name.ts';

/** What libraries read from the environment. */
export interface LibraryReads {
  readonly accesses: readonly Access[];
  readonly others: readonly OtherUse[];
}

/** A call that reads, and what made the object that was called. */
interface LibraryCall {
  readonly reader: Exclude<Reader, 'os'>;
  readonly call: Call;
  readonly source: Call | undefined;
  /** environs: the method. */
  readonly method: PyNode | undefined;
}

/** What makes an object that reads; a repository without the text in front has none, and its many names like `config` are not looked at. */
const MAKERS: readonly { readonly text: string; readonly reader: Exclude<Reader, 'os'>; readonly external: string }[] = [
  { text: 'decouple', reader: 'decouple', external: 'decouple.AutoConfig' },
  { text: 'decouple', reader: 'decouple', external: 'decouple.Config' },
  { text: 'starlette.config', reader: 'starlette', external: 'starlette.config.Config' },
  { text: 'environs', reader: 'environs', external: 'environs.Env' },
];

/** The reads by python-decouple, starlette's `Config` and environs, whose objects stand at the top of a module. */
export function libraryReads(python: Python): LibraryReads {
  const isSpelled = (text: string): boolean => python.layout.holding(text).length > 0;
  const ready: LibraryCall[] = !isSpelled('decouple') ? [] : python.callsTo({ external: 'decouple.config' }).map((call) => ({ reader: 'decouple', call, source: undefined, method: undefined }));
  const made = MAKERS.filter(({ text }) => isSpelled(text)).flatMap(({ reader, external }) => python.callsTo({ external }).flatMap((source) => callsOf(reader, source, python)));
  const accesses: Access[] = [];
  const others: OtherUse[] = [];
  for (const found of [...ready, ...made]) {
    const read = accessBy(found, python);
    if ('because' in read) others.push({ module: found.call.module, node: found.call.node, because: read.because, variables: undefined });
    else accesses.push(read);
  }
  return { accesses, others };
}

/** The calls of the object a module-level variable holds. */
function callsOf(reader: Exclude<Reader, 'os'>, source: Call, python: Python): LibraryCall[] {
  const { parent } = source.node;
  const target = parent?.type === 'assignment' && parent.parent?.parent?.type === 'module' ? parent.children[0] : undefined;
  if (target?.type !== 'identifier') return [];
  const plain = python.callsTo({ defined: { module: source.module, name: target.text } }).map((call): LibraryCall => ({ reader, call, source, method: undefined }));
  return reader === 'decouple' ? plain : [...plain, ...methodCalls(reader, source, target.text, python)];
}

/** environs' `env.int("X")`, starlette's `config.get("X")`. */
function methodCalls(reader: Exclude<Reader, 'os'>, source: Call, name: string, python: Python): LibraryCall[] {
  return python.layout.holding(`${name}.`).flatMap((module) => {
    if (!module.parses) return [];
    return [...identifiersSpelled(module.tree.root, name)].flatMap((identifier): LibraryCall[] => {
      const attribute = identifier.parent?.type === 'attribute' && identifier.parent.children[0] === identifier ? identifier.parent : undefined;
      const node = attribute?.parent?.type === 'call' && calleeOf(attribute.parent) === attribute ? attribute.parent : undefined;
      const method = attribute?.children.at(-1);
      const symbol = python.symbolOf(module, identifier);
      if (!attribute || !node || !method || symbol.kind !== 'defined' || symbol.module !== source.module || symbol.name !== name) return [];
      if (reader === 'starlette' ? method.text !== 'get' : NO_READS.has(method.text)) return [];
      const list = argumentListOf(node);
      return [{ reader, call: { module, node, callee: attribute, arguments: list ? argumentsOf(list) : [], inFunction: undefined }, source, method: reader === 'environs' ? method : undefined }];
    });
  });
}

/** Methods of environs that read no variable. */
const NO_READS: ReadonlySet<string> = new Set(['read_env', 'prefixed', 'seal', 'dump', 'add_parser', 'add_parser_from_field', 'parser_for']);

/** The positions of `default` and `cast`. */
const POSITIONS = { decouple: { default: 1, cast: 2 }, starlette: { default: 2, cast: 1 }, environs: { default: 1, cast: -1 } } as const;

function accessBy({ reader, call, source, method }: LibraryCall, python: Python): Access | { readonly because: string } {
  const { module, node, arguments: given } = call;
  const positions = POSITIONS[reader];
  const key = argumentNamed(given, reader === 'starlette' ? 'key' : reader === 'environs' ? 'name' : 'option', 0);
  const name = key && surelyText(key, module, python);
  const prefix = prefixOf(reader, source);
  if (name === undefined || given.some(({ unpacking }) => unpacking !== undefined)) return { because: 'The name of the variable is computed.' };
  if (prefix === undefined) return { because: 'The prefix of the variable, or the environment that is read, is computed.' };
  const fallback = argumentNamed(given, 'default', positions.default);
  const cast = method ?? argumentNamed(given, 'cast', positions.cast);
  return {
    module, node, variable: prefix + name, form: fallback ? 'get' : 'subscript', default: fallback, reader, cast,
    when: momentOf(node), source: source && { module: source.module, node: source.node },
  };
}

/** What stands before every name: starlette's `env_prefix`. `undefined` where it is computed, where another mapping is read, or where environs may be inside `prefixed`. */
function prefixOf(reader: Reader, source: Call | undefined): string | undefined {
  if (reader === 'environs') return source && /\.\s*prefixed\s*\(/.test(source.module.text) ? undefined : '';
  if (reader !== 'starlette' || !source) return '';
  const given = source.arguments;
  if (argumentNamed(given, 'environ', 1) || given.some(({ unpacking }) => unpacking !== undefined)) return undefined;
  const prefix = argumentNamed(given, 'env_prefix', 2);
  return prefix ? plainString(prefix) : '';
}
