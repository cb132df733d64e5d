import type { Module } from '#pystd';
import { mayBeField, type FieldName, type FieldRules, type NameProblem } from '../fields/index.ts';
import { fieldOfLiteral, remarkOnLiteral } from '../literals/field.ts';
import type { Literal } from '../literals/literals.ts';
import type { Staying, VariableDecision } from './decisions.ts';

/** What speaks against a field for values that stand in the code. */
export interface Surroundings {
  readonly rules: FieldRules;
  readonly named: FieldName | NameProblem | undefined;
  /** Whether the program reads the variable of that name, or the settings have it. */
  readonly isKnown: boolean;
  readonly obstacleTo: (module: Module) => string | undefined;
  /** Why a variable that these modules need may not be required to start. */
  readonly whyNotRequired: (modules: readonly Module[]) => string | undefined;
}

/** Decides on one variable whose value stands in the code, maybe in several places. */
export function decideOnLiterals(variable: string, literals: readonly Literal[], { rules, named, isKnown, obstacleTo, whyNotRequired }: Surroundings): VariableDecision {
  const [first] = literals;
  const obstacle = literals.map(({ module }) => obstacleTo(module)).find((one) => one !== undefined);
  const differ = new Set(literals.map(({ node }) => node.text)).size > 1;
  const because = !first || !named || 'problem' in named || !mayBeField(named.name) ? 'It has no name for a field.'
    : isKnown ? `There is a variable \`${variable}\` already: a person must say whether it is the same.`
    : first.kind === 'texts' && !(rules.lists && rules.validators) ? 'A list of texts as a setting needs pydantic-settings 2.7 and Python 3.9.'
    : differ ? `Several values of \`${variable}\` stand in the code: a person must choose one.`
    : obstacle;
  if (!first || because !== undefined || !named || 'problem' in named) {
    const staying = literals.map(({ module, node }): Staying => ({ module, node, was: 'literal', because: because ?? '' }));
    return { variable, shape: undefined, sites: [], remarks: [], staying };
  }
  const shape = fieldOfLiteral(first, named, rules);
  const unready = shape.required ? whyNotRequired(literals.map(({ module }) => module)) : undefined;
  if (unready !== undefined) return { variable, shape: undefined, sites: [], remarks: [], staying: literals.map(({ module, node }): Staying => ({ module, node, was: 'literal', because: `It is a secret. ${unready}` })) };
  return {
    variable,
    shape,
    sites: literals.map(({ module, node }) => ({ module, node, was: 'literal', replacement: (object) => `${object}.${named.name}` })),
    remarks: [remarkOnLiteral(first, shape)],
    staying: [],
  };
}
