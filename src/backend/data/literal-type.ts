import type { PyNode } from '../../python/syntax/node.ts';
import { builtin, NONE, type KnownType } from './known-type.ts';

/** The type of a literal; `undefined` for any other expression. */
export function literalType({ type, text }: PyNode): KnownType | undefined {
  switch (type) {
    case 'integer':
      return builtin('int');
    case 'float':
      return builtin('float');
    case 'string':
    case 'concatenated_string':
      return /^[rR]?[bB]/.test(text) ? builtin('bytes') : builtin('str');
    case 'true':
    case 'false':
    case 'not_operator':
      return builtin('bool');
    case 'none':
      return NONE;
    default:
      return undefined;
  }
}
