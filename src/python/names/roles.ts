import type { PyNode } from '../syntax/node.ts';
import { childAfter, isTrivia } from '../syntax/walk.ts';
import { isCapture } from './patterns.ts';
import { declaredBy } from './type-parameters.ts';
import { isWalrus } from './walrus.ts';

/**
 * What an identifier does where it stands: reads a name, binds one, does both (`count += 1`, `del count`), or is no name of a scope at all: an
 * attribute, a keyword, a module path, a name in a `global` statement.
 */
export type Role = 'load' | 'binding' | 'both' | 'label';

/** Expressions that hold targets after `as` and `del`. */
const HOLDERS = new Set(['tuple', 'list', 'list_splat', 'parenthesized_expression', 'expression_list']);

/** The role of an identifier. */
export function roleOf(identifier: PyNode): Role {
  const { parent } = identifier;
  if (!parent) return 'load';
  const isFirst = first(parent) === identifier;
  switch (parent.type) {
    case 'attribute':
    case 'member_type':
      return isFirst ? 'load' : 'label';
    case 'keyword_argument':
    case 'keyword_pattern':
      return isFirst ? 'label' : 'load';
    case 'global_statement':
    case 'nonlocal_statement':
      return 'label';
    case 'dotted_name':
      return dottedRole(identifier, parent, isFirst);
    case 'aliased_import':
    case 'function_definition':
    case 'class_definition':
    case 'parameters':
    case 'lambda_parameters':
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'pattern_list':
    case 'splat_pattern':
    case 'as_pattern_target':
      return 'binding';
    case 'typed_parameter':
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'assignment':
      return isFirst ? 'binding' : 'load';
    case 'augmented_assignment':
      return isFirst ? 'both' : 'load';
    case 'named_expression':
      return isFirst && isWalrus(parent) ? 'binding' : 'load';
    case 'for_statement':
    case 'for_in_clause':
      return childAfter(parent, 'for') === identifier ? 'binding' : 'load';
    case 'as_pattern':
      return isFirst ? 'load' : 'binding';
    case 'delete_statement':
      return 'both';
    case 'type':
    case 'splat_type':
    case 'generic_type':
      return declares(parent) ? 'binding' : 'load';
    default:
      return HOLDERS.has(parent.type) ? heldRole(parent) : 'load';
  }
}

function first(node: PyNode): PyNode | undefined {
  return node.children.find((child) => child.named && !isTrivia(child));
}

/** A dotted name is a module path, something imported, or part of a case pattern. */
function dottedRole(identifier: PyNode, dotted: PyNode, isFirst: boolean): Role {
  const above = dotted.parent;
  if (above?.type === 'import_statement') return isFirst ? 'binding' : 'label';
  if (above?.type === 'import_from_statement' || above?.type === 'future_import_statement') {
    const keyword = above.children.find((child) => child.type === 'import');
    return keyword && dotted.start > keyword.start ? 'binding' : 'label';
  }
  if (above?.type === 'aliased_import' || above?.type === 'relative_import' || !isFirst) return 'label';
  return isCapture(identifier) ? 'binding' : 'load';
}

/** Whether the node is where a type parameter or a type alias gets its name. */
function declares(node: PyNode): boolean {
  const above = node.parent;
  if (!above) return false;
  if (node.type === 'type') {
    if (above.type === 'type_parameter') return declaredBy(above) !== undefined;
    if (above.type === 'constrained_type') return first(above) === node && declares(above);
    return above.type === 'type_alias_statement' && first(above) === node;
  }
  return above.type === 'type' && declares(above);
}

function heldRole(holder: PyNode): Role {
  let node: PyNode | undefined = holder;
  while (node && HOLDERS.has(node.type)) node = node.parent;
  if (node?.type === 'as_pattern_target') return 'binding';
  return node?.type === 'delete_statement' ? 'both' : 'load';
}
