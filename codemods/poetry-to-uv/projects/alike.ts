import type { Remark } from '#pystd';

/** From how many on remarks that say the same are said once. */
const MANY = 3;

/** Remarks that say the same of different names, but for the first name in them, as one that names them all, where there are many. */
export function withoutRepetition(remarks: readonly Remark[]): readonly Remark[] {
  const alike = new Map<string, Remark[]>();
  for (const remark of remarks) alike.set(keyOf(remark), [...(alike.get(keyOf(remark)) ?? []), remark]);
  return [...alike.values()].flatMap(([first, ...more]) => (first && more.length + 1 >= MANY ? [joined(first, more)] : first ? [first, ...more] : []));
}

function joined(first: Remark, more: readonly Remark[]): Remark {
  const names = more.map(({ message }) => nameIn(message)).filter((name) => name !== undefined);
  return { ...first, message: `${first.message} The same goes for ${names.slice(0, -1).join(', ')}${names.length > 1 ? ' and ' : ''}${names.at(-1) ?? ''}.` };
}

/** What a remark says, whatever it is about; one without a name is like no other. */
function keyOf({ kind, at, message }: Remark): string {
  const name = nameIn(message);
  return name === undefined ? `${kind} ${at.join('.')} ${message}` : `${kind} ${message.replaceAll(name, '`…`')}`;
}

/** The first name in a message, in its backticks. */
function nameIn(message: string): string | undefined {
  return /`[^`]+`/.exec(message)?.[0];
}
