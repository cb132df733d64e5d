import type { ListConversion, TextStep } from '#pystd';
import { pythonString } from './literals.ts';
import { plainCore, type Core } from './draft.ts';

const ITEMS = { text: 'str', int: 'int', float: 'float' } as const;
const OPENINGS = { list: /^\[/, tuple: /^\(/, set: /^\{|^set\(\)$/, frozenset: /^frozenset\(/ } as const;

/** `text.split(",")`, with or without parts that are stripped or left out. Exact for texts; numbers among them are read by pydantic. */
export function listDraft({ separator, keep, each, item, holder, steps }: ListConversion & { readonly steps: readonly TextStep[] }): Core | undefined {
  if (steps.length > 0 || separator === '') return undefined;
  const strip = isStrip(each);
  if (each.length > 0 && !strip) return undefined;
  const skip = keep !== 'all';
  // The helper looks whether a part is empty after it was stripped, if it is.
  if (skip && (strip ? !isStrip(keep.nonEmptyAfter) : keep.nonEmptyAfter.length > 0) && separator !== undefined) return undefined;
  const wanted = [...(separator === undefined ? [] : [pythonString(separator)]), ...(strip ? ['strip=True'] : []), ...(skip && separator !== undefined ? ['skip_empty=True'] : [])];
  const type = holder === 'tuple' ? `tuple[${ITEMS[item]}, ...]` : `${holder}[${ITEMS[item]}]`;
  return plainCore(type, (code) => OPENINGS[holder].test(code), {
    metadata: ['NoDecode', `_split(${wanted.join(', ')})`],
    helpers: ['_split'],
    imports: [{ module: 'pydantic_settings', name: 'NoDecode' }],
    since: '2.7',
    remarks: item === 'text' ? [] : [item === 'int' ? 'whole-number' : 'number'],
  });
}

function isStrip(steps: readonly TextStep[]): boolean {
  return steps.length === 1 && steps[0]?.method === 'strip' && steps[0].chars === undefined;
}
