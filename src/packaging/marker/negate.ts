import { isProblem, type Problem } from '../problem.ts';
import { and, or, type Marker, type MarkerOperator } from './marker.ts';

const OPPOSITE: Readonly<Partial<Record<MarkerOperator, MarkerOperator>>> = {
  '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>', in: 'not in', 'not in': 'in',
};

/** A marker that holds exactly where the given one does not. Two operators have no opposite: `~=` and `===`. */
export function negate(marker: Marker): Marker | Problem {
  if (marker.kind === 'comparison') {
    const operator = OPPOSITE[marker.operator];
    return operator === undefined ? { problem: `\`${marker.operator}\` of a marker has no opposite.` } : { ...marker, operator };
  }
  const terms: Marker[] = [];
  for (const term of marker.terms) {
    const negated = negate(term);
    if (isProblem(negated)) return negated;
    terms.push(negated);
  }
  return (marker.kind === 'and' ? or : and)(...terms) ?? { problem: 'The marker has no terms.' };
}
