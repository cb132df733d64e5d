import type { PyNode } from '../syntax/node.ts';
import { blockOf } from '../syntax/views.ts';
import { childAfter, parts } from '../syntax/walk.ts';
import type { Found } from './binding.ts';
import { bindingsOfBlock, bindingsOfExpression } from './collect.ts';
import { parametersOf } from './parameters.ts';
import type { Contents, ScopeKind } from './scope.ts';
import { targetsOf } from './targets.ts';
import { typeParameterList, typeParametersIn } from './type-parameters.ts';

const NOTHING: Contents = { found: [], starImports: [], globals: new Set(), nonlocals: new Set() };

/** What the code of the scope that `node` opens binds. Scopes inside it are not entered. */
export function contentsOf(kind: ScopeKind, node: PyNode): Contents {
  switch (kind) {
    case 'module':
      return bindingsOfBlock(node);
    case 'class':
    case 'function': {
      const block = blockOf(node);
      const contents = block ? bindingsOfBlock(block) : NOTHING;
      return kind === 'class' ? contents : withParameters(node, contents);
    }
    case 'lambda': {
      const body = childAfter(node, ':');
      return withParameters(node, body ? bindingsOfExpression(body) : NOTHING);
    }
    case 'comprehension':
      return { ...NOTHING, found: parts(node).flatMap((clause) => (clause.type === 'for_in_clause' ? iterated(clause, node) : [])) };
    case 'type-parameters':
      return { ...NOTHING, found: typeParameters(node) };
  }
}

function withParameters(definition: PyNode, contents: Contents): Contents {
  const parameters = parametersOf(definition).map(
    ({ name, parameter, annotation, default: fallback }): Found => ({
      name: name.text,
      node: name,
      since: definition.start,
      certain: definition,
      how: { kind: 'parameter', parameter, annotation, default: fallback },
    }),
  );
  return { ...contents, found: [...parameters, ...contents.found] };
}

/** A `for` inside a comprehension. Its names are seen in all of it, as the part that uses them is written first. */
function iterated(clause: PyNode, comprehension: PyNode): readonly Found[] {
  const target = childAfter(clause, 'for');
  const value = childAfter(clause, 'in');
  if (!target || !value) return [];
  return targetsOf(target).map(({ node, unpacked }) => ({
    name: node.text,
    node,
    since: comprehension.start,
    certain: undefined,
    how: { kind: 'comprehension', value, unpacked, statement: clause },
  }));
}

function typeParameters(definition: PyNode): readonly Found[] {
  const brackets = typeParameterList(definition);
  return (brackets ? typeParametersIn(brackets) : []).map(({ name, bound }) => ({
    name: name.text,
    node: name,
    since: definition.start,
    certain: definition,
    how: { kind: 'type-parameter', bound },
  }));
}
