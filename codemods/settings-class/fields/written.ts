import type { Draft } from './draft.ts';
import { pythonString } from './literals.ts';
import type { FieldName } from './names.ts';
import type { FieldRules } from './rules.ts';
import type { FieldShape, NeededImport } from './shape.ts';

/** A draft as Python: the annotation, the default, and where the name needs it a `Field` around the default. */
export function written(draft: Draft, variable: string, { name, alias }: FieldName, rules: FieldRules, comments: readonly string[]): FieldShape {
  const imports: NeededImport[] = [...draft.imports];
  const union = unionOf(draft, rules);
  if (union.import) imports.push(union.import);
  if (draft.metadata.length > 0) imports.push({ module: 'typing', name: 'Annotated' });
  if (alias !== undefined) imports.push({ module: 'pydantic', name: 'Field' });
  const value = draft.unset.kind === 'fails' ? undefined : draft.unset.kind === 'none' ? 'None' : draft.unset.code;
  return {
    name, variable, imports, comments,
    annotation: draft.metadata.length > 0 ? `Annotated[${[union.code, ...draft.metadata].join(', ')}]` : union.code,
    value: alias === undefined ? value : `Field(${value === undefined ? '' : `${value}, `}validation_alias=${pythonString(alias)})`,
    required: draft.unset.kind === 'fails',
    helpers: draft.helpers,
    since: draft.since,
  };
}

/** A field whose text must not be empty, either. */
export function notEmpty(shape: FieldShape): FieldShape {
  const imports = [...shape.imports, { module: 'pydantic', name: 'Field' }, { module: 'typing', name: 'Annotated' }];
  return { ...shape, imports, annotation: `Annotated[${shape.annotation}, Field(min_length=1)]` };
}

function unionOf({ types, mayBeNone }: Draft, { unions }: FieldRules): { readonly code: string; readonly import: NeededImport | undefined } {
  const members = [...types, ...(mayBeNone ? ['None'] : [])];
  if (members.length === 1 || unions === 'bar') return { code: members.join(' | '), import: undefined };
  if (types.length === 1) return { code: `Optional[${types.join()}]`, import: { module: 'typing', name: 'Optional' } };
  return { code: `Union[${members.join(', ')}]`, import: { module: 'typing', name: 'Union' } };
}
