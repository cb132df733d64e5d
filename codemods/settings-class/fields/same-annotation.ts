import { canonicalLiteral, textOf } from './literals.ts';
import { applied, splitCode } from './split-code.ts';

const GENERIC: Readonly<Record<string, string>> = { List: 'list', Set: 'set', FrozenSet: 'frozenset', Tuple: 'tuple', Dict: 'dict', Type: 'type' };

/** One spelling for all spellings of an annotation: `Optional[str]`, `Union[None, str]` and `"str | None"` are `None | str`. */
export function canonicalAnnotation(annotation: string): string {
  return [...new Set(membersOf(annotation))].sort().join(' | ');
}

function membersOf(annotation: string): readonly string[] {
  const code = annotation.trim();
  const quoted = textOf(code);
  if (quoted !== undefined) return membersOf(quoted);
  const members = splitCode(code, '|');
  if (members.length > 1) return members.flatMap(membersOf);
  if (/^\([\s\S]*\)$/.test(code)) return membersOf(code.slice(1, -1));
  const generic = applied(code);
  if (!generic) return [/^[\w.]*\w$/.test(code) ? (code.split('.').at(-1) ?? code) : code];
  const args = splitCode(generic.inside, ',');
  if (generic.name === 'Optional') return [...args.flatMap(membersOf), 'None'];
  if (generic.name === 'Union') return args.flatMap(membersOf);
  if (generic.name === 'Annotated') {
    const [type = '', ...metadata] = args;
    return metadata.length === 0 ? membersOf(type) : [`Annotated[${[canonicalAnnotation(type), ...metadata.map(canonicalMetadata)].join(', ')}]`];
  }
  const name = GENERIC[generic.name] ?? generic.name;
  return [code.endsWith(']') ? `${name}[${args.map(canonicalAnnotation).join(', ')}]` : canonicalMetadata(code)];
}

/** A validator or another thing in `Annotated[…]`, with one spelling for its strings and for blanks. */
function canonicalMetadata(code: string): string {
  const call = code.endsWith(')') ? applied(code) : undefined;
  if (!call) return /^[\w.]+$/.test(code) ? (code.split('.').at(-1) ?? code) : canonicalLiteral(code);
  return `${call.name}(${splitCode(call.inside, ',').map(canonicalLiteral).join(', ')})`;
}
