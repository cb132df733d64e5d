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
  | { readonly kind: 'split'; readonly separator: string }
  /** A flag that is on for these words, in lower case, and off for all others. */
  | { readonly kind: 'words'; readonly on: readonly string[] }
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
    const separator = [...readers.map(({ words, code }) => splitsAt(words, code)), ...validators.map(({ text }) => splitsAt([], text))].find((found) => found !== undefined);
    return separator === undefined ? { kind: 'unknown' } : { kind: 'split', separator };
  }
  const [reader] = readers;
  if (type.kind !== 'flag' || !reader) return { kind: 'plain' };
  return reader.words.length > 0 ? { kind: 'words', on: reader.words.map((word) => word.toLowerCase()) } : { kind: 'unknown' };
}

/** A function in `Annotated[…]` that sees the text first: `BeforeValidator(read)`, or a helper of the project with the words it is given. */
function readerIn({ module, node }: InModule, python: Python): { readonly words: readonly string[]; readonly code: string } | undefined {
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  const list = argumentListOf(node);
  const symbol = callee && python.symbolOf(module, callee);
  if (!symbol || !list) return undefined;
  const given = argumentsOf(list);
  if (symbol.kind === 'defined' && symbol.binding.how.kind === 'function') {
    const words = given.map(({ value }) => plainString(value)).filter((word) => word !== undefined);
    return { words: words.length === given.length ? words : [], code: symbol.binding.how.definition.text };
  }
  const [first] = given;
  if (symbol.kind !== 'external' || !/^pydantic\.(?:\w+\.)?(?:Before|Plain|Wrap)Validator$/.test(symbol.name) || !first) return undefined;
  const what = first.value.type === 'lambda' ? undefined : python.symbolOf(module, first.value);
  return { words: [], code: what?.kind === 'defined' && what.binding.how.kind === 'function' ? what.binding.how.definition.text : first.value.text };
}

function splitsAt(words: readonly string[], code: string): string | undefined {
  const found = SPLIT.exec(code);
  if (found) return found[2] ?? ' ';
  const [word] = words;
  return word !== undefined && words.length === 1 && /\.split\(/.test(code) ? word : undefined;
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
