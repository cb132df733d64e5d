import { applied, canonicalAnnotation, splitCode, type FieldShape } from '../fields/index.ts';
import type { Kind } from './computed.ts';
import type { Because } from './members.ts';

/** The annotation of a field: as the person wrote it where that says the same, else with the `None` or the parts that it left out. */
export function annotationOf(given: string | undefined, { name, annotation }: FieldShape): string | Because {
  const typed = annotation.startsWith('Annotated[') ? applied(annotation) : undefined;
  const [base = annotation, ...metadata] = typed ? splitCode(typed.inside, ',') : [annotation];
  if (given === undefined) return annotation;
  const own = membersOf(given);
  const read = membersOf(base);
  const isSame = isEqual(own, read) || isEqual(own, [...read, 'None']);
  if (isSame && !/^["']/.test(given)) return metadata.length > 0 ? `Annotated[${[given, ...metadata].join(', ')}]` : given;
  // `X: str = os.getenv("X")` is None without the variable, and `list` says less than `list[str]`.
  const isWider = isEqual([...own, 'None'], read) || isSame || (own.length === 1 && read.length === 1 && read[0]?.startsWith(`${own[0] ?? ''}[`));
  return isWider ? annotation : { because: `\`${name}\` is annotated \`${given}\`, and what is read is \`${base}\`.` };
}

function membersOf(annotation: string): readonly string[] {
  return splitCode(canonicalAnnotation(annotation), '|');
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  const all = new Set(others);
  return all.size === new Set(some).size && some.every((one) => all.has(one));
}

const LITERALS: Readonly<Record<string, string>> = { string: 'str', concatenated_string: 'str', integer: 'int', float: 'float', true: 'bool', false: 'bool' };

/** The annotation of a value that no variable sets, by what the person wrote or by the kind of its literal. */
export function classVariable(given: string | undefined, value: { readonly type: string; readonly text: string }, kind: Kind | undefined): string {
  if (given !== undefined) return /^(?:\w+\.)*ClassVar\b/.test(given) ? given : `ClassVar[${given}]`;
  const type = value.type === 'string' && /^[a-zA-Z]*[bB]/.test(value.text) ? 'bytes' : (LITERALS[value.type] ?? (kind === 'text' ? 'str' : kind === 'flag' ? 'bool' : undefined));
  return type === undefined ? 'ClassVar' : `ClassVar[${type}]`;
}
