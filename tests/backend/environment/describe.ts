import type { Access, Conversion, Environment, Reading, TextStep, Unset } from '../../../src/backend/environment/index.ts';
import { repository } from '../repository.ts';

/** The environment of a repository, given as texts by path; a single text is `shop/main.py`. */
export function environmentIn(files: string | Readonly<Record<string, string>>): Environment {
  return repository(typeof files === 'string' ? { 'shop/main.py': files } : files).backend.environment;
}

/** An access in words: `X get '1' os import`. */
export function inWords({ variable, form, default: fallback, reader, cast, when }: Access): string {
  return [variable, form, ...(fallback ? [`else ${fallback.text}`] : []), ...(reader === 'os' ? [] : [reader]), ...(cast ? [`cast ${cast.text}`] : []), ...(when === 'call' ? ['later'] : [])].join(' ');
}

const stepsInWords = (steps: readonly TextStep[]): string => steps.map(({ method, chars }) => `.${method}(${chars ?? ''})`).join('');

/** A conversion in words: `.lower() one of true 1`. */
export function conversionInWords({ steps, ...into }: Conversion): string {
  const before = stepsInWords(steps);
  const after = intoInWords(into);
  return [before, after].filter((part) => part !== '').join(' ');
}

function intoInWords(into: Omit<Conversion, 'steps'> & Pick<Conversion, 'kind'>): string {
  const all = into as Conversion;
  switch (all.kind) {
    case 'int':
      return all.base === undefined ? 'int' : `int base ${all.base}`;
    case 'flag':
      return `${all.negated ? 'none' : 'one'} of ${JSON.stringify(all.words)}`;
    case 'truth':
    case 'present':
      return `${all.negated ? 'not ' : ''}${all.kind}`;
    case 'boolean':
      return `boolean ${all.on.length}/${all.off.length}`;
    case 'starlette':
      return all.type;
    case 'unknown':
      return `unknown: ${all.because}`;
    case 'list': {
      const keep = all.keep === 'all' ? '' : ` if${stepsInWords(all.keep.nonEmptyAfter)}`;
      return `${all.holder} of ${stepsInWords(all.each)}${all.item} by ${JSON.stringify(all.separator) ?? 'space'}${keep}`;
    }
    default:
      return all.kind;
  }
}

export function unsetInWords(unset: Unset): string {
  if (unset.kind === 'value') return unset.code;
  if (unset.kind === 'expression') return `<${unset.code}>`;
  return unset.kind === 'unknown' ? `unknown: ${unset.because}` : unset.kind;
}

/** A reading in words: the code, what it makes of a text, what unset gives and what empty gives. */
export function readingInWords({ node, conversion, unset, whenEmpty }: Reading): string {
  return [node.text, conversionInWords(conversion), unsetInWords(unset), ...(whenEmpty ? [`empty ${unsetInWords(whenEmpty)}`] : [])].join(' | ');
}
