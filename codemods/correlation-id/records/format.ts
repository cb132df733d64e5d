import { identifiersSpelled, insertion, parts, type Edit, type Module, type PyNode, type RepositoryView } from '#pystd';

/** Edits that show a field in a format, or why it cannot be shown: a full sentence. */
export type Shown = { readonly edits: readonly Edit[] } | { readonly problem: string };

/** How a kind of format string spells a field of the record. */
const FIELDS: Readonly<Record<string, (field: string) => string>> = {
  '%': (field) => `%(${field})s`,
  '{': (field) => `{${field}}`,
  $: (field) => `\${${field}}`,
};

/**
 * Shows a field in front of the message. The format may be a string, strings beside each other, or a constant at the top of the module that nothing
 * else reads: a handler without the filter could not write with such a format.
 *
 * @param style `%`, `{` or `$`, as `logging.Formatter` has it
 */
export function showField(view: RepositoryView, module: Module, format: PyNode, field: string, style: string, within: PyNode): Shown {
  const spell = FIELDS[style];
  if (!spell) return { problem: 'The style of a format is decided as the program runs.' };
  const strings = stringsOf(view, module, format, within);
  if (!strings) return { problem: `The format \`${format.text}\` is no plain text that only this set-up reads: write \`${spell(field)}\` into it, so that the records show the id.` };
  if (strings.some(({ text }) => text.includes(spell(field)))) return { edits: [] };
  for (const anchor of ['message', 'client_addr']) {
    for (const string of strings) {
      const at = string.text.indexOf(spell(anchor));
      if (at >= 0) return { edits: [inFront(string, at, spell(field), field)] };
    }
  }
  return { problem: `The format \`${format.text}\` has no place for it: it shows no message.` };
}

/** JSON that is written as a format takes a member of its own; anything else is put in brackets. */
function inFront(string: PyNode, at: number, spelled: string, field: string): Edit {
  const before = string.text.slice(0, at);
  const [member] = /\\?"\w+\\?"\s*:\s*\\?"$/.exec(before) ?? [];
  if (member === undefined) return insertion(string.start + at, `[${spelled}] `);
  const quote = member.startsWith('\\') ? '\\"' : '"';
  return insertion(string.start + at - member.length, `${quote}${field}${quote}: ${quote}${spelled}${quote}, `);
}

/** The strings that a format is made of, where each stands written out. */
function stringsOf(view: RepositoryView, module: Module, format: PyNode, within: PyNode): readonly PyNode[] | undefined {
  if (format.type === 'string') return /^[rRuU]?["']/.test(format.text) ? [format] : undefined;
  if (format.type === 'concatenated_string' || format.type === 'parenthesized_expression') {
    const inner = parts(format).map((part) => stringsOf(view, module, part, within));
    return inner.every((part) => part !== undefined) ? inner.flat() : undefined;
  }
  if (format.type !== 'identifier') return undefined;
  const [binding, other] = module.names.module.bindings.get(format.text) ?? [];
  const how = binding?.how;
  if (other || how?.kind !== 'assignment' || how.value === undefined || how.value.type === 'identifier') return undefined;
  const isOnlyHere = [...identifiersSpelled(module.tree.root, format.text)].every((node) => node === binding?.node || (within.start <= node.start && node.end <= within.end));
  const isElsewhere = view.python.layout.holding(format.text).some((other) => other !== module && view.python.importedBy(other).includes(module) && new RegExp(`\\b${format.text}\\b`).test(other.text));
  return isOnlyHere && !isElsewhere ? stringsOf(view, module, how.value, within) : undefined;
}
