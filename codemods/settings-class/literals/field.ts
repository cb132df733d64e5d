import { plainString, parts } from '#pystd';
import { isSecret, type FieldName, type FieldRemark, type FieldRules, type FieldShape } from '../fields/index.ts';
import { pythonString } from '../fields/literals.ts';
import type { Literal } from './literals.ts';

/** A field for a value that stands in the code so far: a secret must be set from now on, everything else has the value for its default. */
export function fieldOfLiteral({ variable, kind, secret, node }: Literal, { name, alias }: FieldName, rules: FieldRules): FieldShape {
  const isHidden = secret || isSecret(variable, node.text);
  const value = isHidden ? undefined : kind === 'texts' ? `[${parts(node).map((item) => pythonString(plainString(item) ?? '')).join(', ')}]` : kind === 'number' ? node.text : pythonString(plainString(node) ?? '');
  const isSplit = kind === 'texts' && rules.lists && rules.validators;
  const plain = kind === 'number' ? 'int' : kind === 'text' ? 'str' : 'list[str]';
  const field = alias === undefined ? value : `Field(${value === undefined ? '' : `${value}, `}validation_alias=${pythonString(alias)})`;
  return {
    name, variable,
    annotation: isSplit ? 'Annotated[list[str], NoDecode, _split(",", strip=True, skip_empty=True)]' : plain,
    value: field,
    required: isHidden,
    imports: [
      ...(isSplit ? [{ module: 'typing', name: 'Annotated' }, { module: 'pydantic_settings', name: 'NoDecode' }] : []),
      ...(alias === undefined ? [] : [{ module: 'pydantic', name: 'Field' }]),
    ],
    helpers: isSplit ? ['_split'] : [],
    comments: [],
    since: isSplit ? '2.7' : '2.0',
  };
}

/** What changes for whoever runs the program. Never the value of a secret. */
export function remarkOnLiteral({ variable }: Literal, { required }: FieldShape): FieldRemark {
  return { kind: required ? 'written-secret' : 'written', variable, other: '' };
}
