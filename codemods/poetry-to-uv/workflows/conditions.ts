/** What becomes of a condition when caches are gone, which is as if they were never hit. */
export type ConditionAfter = 'same' | 'always' | 'never' | { readonly condition: string };

/** The steps that are gone: caches that are never hit, and steps that are never run. */
export interface Gone {
  readonly caches: readonly string[];
  readonly neverRun: readonly string[];
}

/** A condition without what it asks of steps that are gone; `undefined` when that is not understood. */
export function conditionWithout(condition: string, gone: Gone): ConditionAfter | undefined {
  const expression = /^\s*\$\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(condition)?.[1];
  const asked = expression ?? condition;
  if (!asks(asked, gone)) return 'same';
  if (expression === undefined && asked.includes('${{')) return undefined;
  const now = simplified(asked.replace(/\s+/g, ' ').trim(), gone);
  if (now === undefined) return undefined;
  if (typeof now === 'boolean') return now ? 'always' : 'never';
  return { condition: expression === undefined ? now : `\${{ ${now} }}` };
}

/** Whether an expression names a step that is gone. */
export function asks(expression: string, { caches, neverRun }: Gone): boolean {
  return [...expression.matchAll(/\bsteps\.([\w-]+)\./g)].some(([, id = '']) => caches.includes(id) || neverRun.includes(id));
}

/** What is left of an expression, or its truth. */
function simplified(expression: string, gone: Gone): string | boolean | undefined {
  const alternatives = split(expression, '||');
  if (alternatives.length > 1) return joined(alternatives, gone, '||', true);
  const terms = split(expression, '&&');
  if (terms.length > 1) return joined(terms, gone, '&&', false);
  const term = expression.trim();
  if (!asks(term, gone)) return term;
  if (isGroup(term)) {
    const inner = simplified(term.slice(1, -1), gone);
    return typeof inner === 'string' && /&&|\|\|/.test(inner) ? `(${inner})` : inner;
  }
  if (/^!(?!=)/.test(term)) {
    const inner = simplified(term.slice(1), gone);
    return typeof inner === 'boolean' ? !inner : undefined;
  }
  return truthOf(term, gone);
}

/** `decisive` settles the whole: true among alternatives, false among terms. */
function joined(parts: readonly string[], gone: Gone, sign: '||' | '&&', decisive: boolean): string | boolean | undefined {
  const now = parts.map((part) => simplified(part, gone));
  if (now.includes(decisive)) return decisive;
  if (now.includes(undefined)) return undefined;
  const left = now.filter((part) => typeof part === 'string');
  return left.length === 0 ? !decisive : left.join(` ${sign} `);
}

/** Whether something asked of a step that is gone holds: its outputs are empty, and what is never run was skipped. */
function truthOf(term: string, gone: Gone): boolean | undefined {
  const [, id = '', what = '', sign, value] = /^steps\.([\w-]+)\.(outputs\.[\w-]+|outcome|conclusion)(?:\s*([=!]=)\s*('[^']*'|true|false))?$/.exec(term) ?? [];
  if (id === '' || (gone.caches.includes(id) && !gone.neverRun.includes(id) && what !== 'outputs.cache-hit')) return undefined;
  const is = what.startsWith('outputs.') ? '' : 'skipped';
  // A cache that is not found says so with `false`, one that is gone with nothing.
  if (what === 'outputs.cache-hit' && value !== undefined && /^'?false'?$/.test(value)) return sign === '==';
  if (sign === undefined || value === undefined) return is !== '';
  const isEqual = value.replace(/'/g, '') === is;
  return sign === '==' ? isEqual : !isEqual;
}

/** The parts between signs that stand in no group and no string. */
function split(expression: string, sign: '||' | '&&'): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const token of expression.match(/'[^']*'|\|\||&&|[()]|[^'|&()]+|./gs) ?? []) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === sign && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}

function isGroup(term: string): boolean {
  if (!term.startsWith('(') || !term.endsWith(')')) return false;
  let depth = 0;
  for (const [index, sign] of [...term].entries()) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0 && index < term.length - 1) return false;
  }
  return true;
}
