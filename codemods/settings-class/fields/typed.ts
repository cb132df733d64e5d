import type { Conversion, Reading, Unset } from '#pystd';
import { flagDraft, switchDraft, truthDraft } from './typed-flag.ts';
import { listDraft } from './typed-list.ts';
import { plainCore, type Core, type Draft, type FieldUnset } from './draft.ts';
import { literalKind } from './literals.ts';
import type { FieldRules } from './rules.ts';

/**
 * The typed field that has exactly the value of a reading, for every text but those its remarks tell of. `undefined` where no plain type does that:
 * then the field is a text, and the conversion stays where it is.
 */
export function typedDraft({ conversion, whenEmpty }: Pick<Reading, 'conversion' | 'whenEmpty'>, unset: FieldUnset, rules: FieldRules): Draft | undefined {
  const core = coreOf(conversion, rules);
  if (!core || (core.metadata.length > 0 && !rules.validators)) return undefined;
  return withDefaults(core, unset, whenEmpty, rules);
}

function coreOf(conversion: Conversion, rules: FieldRules): Core | undefined {
  if (conversion.kind === 'flag') return flagDraft(conversion);
  if (conversion.kind === 'list') return rules.lists ? listDraft(conversion) : undefined;
  // `int` and `float` strip by themselves.
  const steps = conversion.steps.filter(({ method, chars }) => !(/strip$/.test(method) && chars === undefined && ['int', 'float'].includes(conversion.kind)));
  if (steps.length > 0) return undefined;
  if (conversion.kind === 'text') return plainCore('str', (code) => literalKind(code) === 'text');
  if (conversion.kind === 'int' && (conversion.base === undefined || conversion.base === 10)) return plainCore('int', (code) => literalKind(code) === 'int', { remarks: ['whole-number'] });
  if (conversion.kind === 'float') return plainCore('float', (code) => literalKind(code) === 'float', { remarks: ['number'] });
  if (conversion.kind === 'path') return plainCore('Path', (code) => /^Path\((["'])[^"'\\]*\1\)$/.test(code), { imports: [{ module: 'pathlib', name: 'Path' }] });
  if (conversion.kind === 'boolean') return switchDraft(conversion);
  if (conversion.kind === 'truth') return truthDraft(conversion);
  return undefined;
}

/** Types other than the text's own that `os.getenv("X", 8000)` may give. */
const BESIDE_TEXT: Readonly<Record<string, string>> = { int: 'int', float: 'float', bool: 'bool' };

function withDefaults(core: Core, unset: FieldUnset, whenEmpty: Unset | undefined, rules: FieldRules): Draft | undefined {
  const types = [...core.types];
  const isText = types[0] === 'str';
  const take = (code: string): boolean => {
    if (core.fits(code)) return true;
    const other = isText && rules.validators ? BESIDE_TEXT[literalKind(code)] : undefined;
    if (other !== undefined && !types.includes(other)) types.push(other);
    return other !== undefined;
  };
  if (unset.kind === 'value' && !take(unset.code)) return undefined;
  const mayBeNone = unset.kind === 'none' || whenEmpty?.kind === 'none';
  const remarks = types.length > 1 ? [...core.remarks, 'either-type' as const] : core.remarks;
  const draft = { ...core, types, mayBeNone, unset, remarks };
  if (!whenEmpty) return draft;
  if (!rules.validators || (whenEmpty.kind !== 'none' && (whenEmpty.kind !== 'value' || !take(whenEmpty.code)))) return undefined;
  const empty = whenEmpty.kind === 'none' ? 'None' : whenEmpty.code;
  // Defaults are validated, too: an empty default would become what the empty text stands for.
  if (unset.kind === 'value' && /^[rRuU]?(""|'')$/.test(unset.code)) return undefined;
  return {
    ...draft, types, remarks: types.length > 1 ? [...core.remarks, 'either-type'] : core.remarks,
    metadata: [...core.metadata, `_empty_is(${empty})`], helpers: [...core.helpers, '_empty_is'],
  };
}
