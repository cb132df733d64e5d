import type { PyNode } from '../syntax/node.ts';
import { childOfType, parts } from '../syntax/walk.ts';

/** One type parameter of PEP 695: `T`, `T: int`, `*Ts`, `**P`. */
export interface TypeParameter {
  readonly name: PyNode;
  readonly bound: PyNode | undefined;
}

/** The brackets in which a definition or `type` statement declares type parameters. */
export function typeParameterList(definition: PyNode): PyNode | undefined {
  if (definition.type !== 'type_alias_statement') return childOfType(definition, 'type_parameter');
  const left = parts(definition)[0];
  const generic = left && childOfType(left, 'generic_type');
  return generic && childOfType(generic, 'type_parameter');
}

/** The definition or `type` statement whose type parameters the brackets declare; `undefined` for the brackets of a subscript such as `list[int]`. */
export function declaredBy(brackets: PyNode): PyNode | undefined {
  const { parent } = brackets;
  if (parent?.type === 'function_definition' || parent?.type === 'class_definition') return parent;
  const statement = parent?.type === 'generic_type' && parent.parent?.type === 'type' ? parent.parent.parent : undefined;
  return statement?.type === 'type_alias_statement' && typeParameterList(statement) === brackets ? statement : undefined;
}

/** The type parameters declared in the brackets. */
export function typeParametersIn(brackets: PyNode): readonly TypeParameter[] {
  return parts(brackets).flatMap((item) => {
    const inner = item.type === 'type' ? parts(item)[0] : item;
    if (inner?.type === 'identifier') return [{ name: inner, bound: undefined }];
    if (inner?.type === 'splat_type') return named(parts(inner)[0], undefined);
    if (inner?.type !== 'constrained_type') return [];
    const [name, bound] = parts(inner);
    return named(name && parts(name)[0], bound);
  });
}

function named(name: PyNode | undefined, bound: PyNode | undefined): readonly TypeParameter[] {
  return name?.type === 'identifier' ? [{ name, bound }] : [];
}

/** The name a `type` statement defines; type parameters stand between it and the `=`. */
export function aliasName(statement: PyNode): PyNode | undefined {
  const left = parts(statement)[0];
  const inner = left && parts(left)[0];
  const name = inner?.type === 'generic_type' ? parts(inner)[0] : inner;
  return name?.type === 'identifier' ? name : undefined;
}
