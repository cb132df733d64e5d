import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import { argumentListOf, argumentsOf, blockOf, calleeOf, plainString, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { FieldDeclaration } from './field.ts';

/** How the text of a variable becomes the field's value. */
export type Decoding =
  /** As pydantic reads its type: lists and tables as JSON. */
  | { readonly kind: 'plain' }
  /** `dropsEmpty`: the empty text is the empty list. */
  | { readonly kind: 'split'; readonly separator: string; readonly dropsEmpty: boolean }
  /** A flag with words of its own, as they are compared; what is `undefined` is every other text. */
  | { readonly kind: 'words'; readonly on: readonly string[] | undefined; readonly off: readonly string[] | undefined }
  /** A function reads it. */
  | { readonly kind: 'unknown' };

const SPLIT = /\.split\(\s*(?:(["'])(.{1,3}?)\1\s*)?\)/;

/** How a field is read; `line` is its class after its bases, `decodes` what the class says of JSON. */
export function decodingOf({ name, annotation: { type, metadata } }: FieldDeclaration, line: readonly ClassDefinition[], decodes: boolean, python: Python): Decoding {
  const isComplex = ['list', 'table', 'group'].includes(type.kind);
  const isMarked = metadata.some(({ module, node }) => {
    const symbol = python.symbolOf(module, node);
    return symbol.kind === 'external' && /^pydantic_settings\.(?:[\w.]+\.)?NoDecode$/.test(symbol.name);
  });
  const readers = metadata.flatMap((entry) => readerIn(entry, python) ?? []);
  if (isComplex && (isMarked || !decodes)) {
    const validators = line.flatMap((owner) => validatorsOf(name, owner));
    const split = [...readers.map(splitIn), ...validators.map(({ text }) => splitIn({ words: [], named: new Map(), code: text }))].find((found) => found !== undefined);
    return split ?? { kind: 'unknown' };
  }
  if (type.kind !== 'flag') return { kind: 'plain' };
  // What only says what the empty text counts as leaves all others to pydantic.
  const [reader] = readers.filter(({ code }) => !/== (?:""|'')/.test(code) || / in /.test(code));
  return reader ? (wordsIn(reader) ?? { kind: 'unknown' }) : { kind: 'plain' };
}

/** A function in `Annotated[…]` that sees the text first. */
interface Reader {
  /** What it is given: texts by place, and texts or tuples of texts by name. */
  readonly words: readonly string[];
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly code: string;
}

/** `BeforeValidator(read)`, or a helper of the project with the words it is given. */
function readerIn({ module, node }: InModule, python: Python): Reader | undefined {
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  const list = argumentListOf(node);
  const symbol = callee && python.symbolOf(module, callee);
  if (!symbol || !list) return undefined;
  const given = argumentsOf(list);
  if (symbol.kind === 'defined' && symbol.binding.how.kind === 'function') {
    const texts = (value: PyNode): readonly string[] => (value.type === 'tuple' || value.type === 'list' ? parts(value) : [value]).map((one) => plainString(one) ?? '').filter((word) => word !== '');
    const words = given.filter(({ name }) => name === undefined).flatMap(({ value }) => texts(value));
    const named = new Map(given.flatMap(({ name, value }) => (name === undefined ? [] : [[name, value.type === 'true' ? ['true'] : texts(value)] as const])));
    return { words, named, code: symbol.binding.how.definition.text };
  }
  const [first] = given;
  if (symbol.kind !== 'external' || !/^pydantic\.(?:\w+\.)?(?:Before|Plain|Wrap)Validator$/.test(symbol.name) || !first) return undefined;
  const what = first.value.type === 'lambda' ? undefined : python.symbolOf(module, first.value);
  return { words: [], named: new Map(), code: what?.kind === 'defined' && what.binding.how.kind === 'function' ? what.binding.how.definition.text : first.value.text };
}

/** The separator a reader splits at: the one in its code, or the one it is given. */
function splitIn({ words, named, code }: Reader): Decoding | undefined {
  if (!/\.split\(/.test(code)) return undefined;
  const [, , literal] = SPLIT.exec(code) ?? [];
  const [word] = named.get('separator') ?? words;
  const separator = literal ?? (word !== undefined && word.length <= 3 ? word : SPLIT.test(code) || /\.split\((?:\w+ or None)?\)/.test(code) ? ' ' : undefined);
  return separator === undefined ? undefined : { kind: 'split', separator, dropsEmpty: separator === ' ' || named.get('skip_empty')?.[0] === 'true' };
}

/** The words of a switch: those that are compared with `in`, or with `not in`, or one list for each. */
function wordsIn({ words, named, code }: Reader): Decoding | undefined {
  if (code === 'bool') return { kind: 'words', on: undefined, off: [''] };
  const [on, off] = [named.get('on'), named.get('off')];
  if (on && off) return { kind: 'words', on, off };
  if (words.length === 0) return undefined;
  if (/\bnot in\b/.test(code)) return { kind: 'words', on: undefined, off: words };
  return /\bin\b/.test(code) ? { kind: 'words', on: words, off: undefined } : undefined;
}

/** The methods that are decorated as validators of a field. */
function validatorsOf(field: string, owner: ClassDefinition): readonly PyNode[] {
  const body = blockOf(owner.node);
  return (body ? statementsOf(body) : []).filter((statement) => {
    if (statement.type !== 'decorated_definition' || undecorated(statement).type !== 'function_definition') return false;
    return parts(statement).some((decorator) => {
      const call = decorator.type === 'decorator' ? childOfType(decorator, 'call') : undefined;
      const list = call && /(?:^|\.)(?:field_)?validator$/.test(calleeOf(call)?.text ?? '') ? argumentListOf(call) : undefined;
      return list !== undefined && argumentsOf(list).some(({ value }) => plainString(value) === field || plainString(value) === '*');
    });
  });
}
