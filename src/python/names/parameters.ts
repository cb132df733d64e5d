import type { PyNode } from '../syntax/node.ts';
import { childOfType, parts } from '../syntax/walk.ts';
import { targetsOf } from './targets.ts';

/** One parameter of a function or lambda. */
export interface Parameter {
  readonly name: PyNode;
  readonly parameter: PyNode;
  readonly annotation: PyNode | undefined;
  readonly default: PyNode | undefined;
}

/** The parameters of a function or lambda in order. Python 2's `def f((a, b))` gives each name by itself. */
export function parametersOf(definition: PyNode): readonly Parameter[] {
  const list = childOfType(definition, 'parameters', 'lambda_parameters');
  return list ? parts(list).flatMap(namesOf) : [];
}

function namesOf(parameter: PyNode): readonly Parameter[] {
  const [first] = parts(parameter);
  switch (parameter.type) {
    case 'default_parameter':
    case 'typed_default_parameter':
    case 'typed_parameter': {
      if (!first) return [];
      const annotation = childOfType(parameter, 'type');
      const last = parts(parameter).at(-1);
      const fallback = parameter.type === 'typed_parameter' || last === first ? undefined : last;
      return targetsOf(first).map(({ node }) => ({ name: node, parameter, annotation, default: fallback }));
    }
    default:
      return targetsOf(parameter).map(({ node }) => ({ name: node, parameter, annotation: undefined, default: undefined }));
  }
}
