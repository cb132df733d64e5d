import { nodesIn, removeAt, renameKey, setScalar, type Edit, type YamlDocument, type YamlMapping, type YamlNode, type YamlOutcome } from '#pystd';
import type { Planned } from '../pipelines/plan.ts';
import type { Definition } from './shell.ts';

/** Variables set in YAML: `NAME: value`, `- NAME=value`, and `- name: NAME` with a `value`. */
export function yamlDefinitions(document: YamlDocument): readonly Definition[] {
  return nodesIn(document.root).flatMap((node) => {
    if (node.kind === 'mapping') return entryDefinitions(document, node);
    return node.kind === 'sequence' ? itemDefinitions(document, node) : [];
  });
}

function entryDefinitions(document: YamlDocument, mapping: YamlMapping): readonly Definition[] {
  return mapping.entries.flatMap(({ name, value, span, key }): Definition[] => {
    if (!isVariable(name) || value.kind !== 'scalar') return [];
    const path = [...mapping.path, name];
    const scope = `${document.index} ${mapping.path.join('/')}`;
    return [{
      name, scope, at: { start: span.start, end: Math.max(key.span.end, value.span.end) }, value: value.text,
      rename: (to, now) => both(renameKey(document, path, to), now === undefined || now === value.text ? { edits: [] } : setScalar(document, path, now)),
      remove: (going) => removal(document, mapping, path, going.filter((one) => one.scope === scope).length),
    }];
  });
}

function itemDefinitions(document: YamlDocument, sequence: YamlNode & { readonly kind: 'sequence' }): readonly Definition[] {
  const scope = `${document.index} ${sequence.path.join('/')}`;
  return sequence.items.flatMap(({ value, span }, index): Definition[] => {
    const path = [...sequence.path, index];
    const remove: Definition['remove'] = (going) => removal(document, sequence, path, going.filter((one) => one.scope === scope).length);
    if (value.kind === 'scalar') {
      const [, name = '', text = ''] = /^(POETRY_[A-Z0-9_]+)=((?!.*\s\w+=).*)$/.exec(value.text) ?? [];
      return name === '' ? [] : [{ name, scope, at: span, value: text, remove, rename: (to, now) => setScalar(document, path, `${to}=${now ?? text}`) }];
    }
    if (value.kind !== 'mapping') return [];
    const named = value.entries.find((entry) => entry.name === 'name')?.value;
    const given = value.entries.find((entry) => entry.name === 'value')?.value;
    if (named?.kind !== 'scalar' || !isVariable(named.text)) return [];
    const text = given?.kind === 'scalar' ? given.text : undefined;
    return [{ name: named.text, scope, at: span, value: text, remove, rename: (to, now) => both(setScalar(document, [...path, 'name'], to), now === undefined || now === text ? { edits: [] } : setScalar(document, [...path, 'value'], now)) }];
  });
}

/** Takes a part away, or, when all parts go, the collection: its parts give the same edits then. */
function removal(document: YamlDocument, { path: parent, ...node }: YamlNode, path: readonly (string | number)[], going: number): Planned {
  const size = 'entries' in node ? node.entries.length : 'items' in node ? node.items.length : 0;
  return removeAt(document, going === size && parent.length > 0 ? parent : path, 'drop');
}

function both(one: YamlOutcome, other: YamlOutcome): Planned {
  if ('refused' in one) return one;
  if ('refused' in other) return other;
  const edits: readonly Edit[] = [...one.edits, ...other.edits];
  return { edits };
}

function isVariable(name: string): boolean {
  return /^POETRY_[A-Z0-9_]+$/.test(name);
}
