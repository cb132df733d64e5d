import { embeddedScalar, isYamlProblem, parseYaml, type YamlDocument, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar, type YamlSequence } from '../../formats/yaml/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { argvSites } from './argv-sites.ts';
import { isForeignStep } from './foreign-step.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';
import { removeScriptAt } from './yaml-removal.ts';
import { folderSaid } from './yaml-folder.ts';
import { yamlKindOf, type YamlForm, type YamlKind } from './yaml-keys.ts';

interface Reading {
  readonly source: SourceFile;
  readonly document: YamlDocument;
  readonly kind: YamlKind;
  /** Where the scripts below start. */
  readonly start?: { readonly folder: string | undefined };
}

/** The commands of a YAML file of a known kind: workflows, pipelines, compose files, hooks, tasks. */
export function yamlSites(source: SourceFile): CommandSite[] {
  const kind = yamlKindOf(source.path, source.text);
  const file = kind && parseYaml(source.text);
  if (!kind || !file || isYamlProblem(file)) return [];
  return file.documents.flatMap((document) => nodeSites({ source, document, kind }, document.root, []));
}

function nodeSites(reading: Reading, node: YamlNode, above: readonly YamlMapping[]): CommandSite[] {
  if (node.kind === 'sequence') return node.items.flatMap(({ value }) => nodeSites(reading, value, above));
  if (node.kind !== 'mapping') return [];
  const mappings = [...above, node];
  return node.entries.flatMap((entry) => [...entrySites(reading, entry, mappings), ...nodeSites(reading, entry.value, mappings)]);
}

function entrySites(reading: Reading, { name, value }: YamlEntry, mappings: readonly YamlMapping[]): CommandSite[] {
  const { keys, below } = reading.kind;
  const form = Object.hasOwn(keys, name) ? keys[name] : undefined;
  const isBelow = below === undefined || value.path.slice(0, -1).some((step) => typeof step === 'string' && below.includes(step));
  if (form === undefined || !isBelow || isForeignStep(mappings, value)) return [];
  const at: Reading = { ...reading, start: { folder: folderSaid(mappings) } };
  if (value.kind === 'scalar') return scalarSites(at, value, form);
  return value.kind === 'sequence' ? sequenceSites(at, value, form) : [];
}

function scalarSites({ source, document, kind, start }: Reading, node: YamlScalar, form: YamlForm): CommandSite[] {
  const script = typeof node.value === 'string' ? embeddedScalar(document, node) : undefined;
  if (!script) return [];
  // A compose file's `$$` and a hook's words are no business of a shell.
  const isSplitOnly = form === 'split' || form === 'argv-or-split';
  return scriptSites({ path: source.path, setting: kind.setting, script, isSplitOnly, ...(start && { start }), ...(form === 'script' && { removeAll: () => removeScriptAt(document, node.path) }) });
}

function sequenceSites(reading: Reading, node: YamlSequence, form: YamlForm): CommandSite[] {
  if (form === 'script') {
    return node.items.flatMap((item) => {
      if (item.value.kind === 'scalar') return scalarSites(reading, item.value, form);
      return item.value.kind === 'sequence' ? sequenceSites(reading, item.value, form) : [];
    });
  }
  const [first, second] = node.items;
  if (form === 'check' && first?.value.kind === 'scalar' && first.value.value === 'CMD-SHELL') return second?.value.kind === 'scalar' ? scalarSites(reading, second.value, 'script') : [];
  const isCheck = form === 'check' && first?.value.kind === 'scalar' && first.value.value === 'CMD';
  return form === 'check' && !isCheck ? [] : listSites(reading, node, isCheck ? 1 : 0);
}

function listSites({ source, document, kind }: Reading, node: YamlSequence, from: number): CommandSite[] {
  const items = node.items.slice(from).flatMap(({ value }) => (value.kind === 'scalar' ? [{ span: value.span, value: value.text, content: embeddedScalar(document, value) }] : []));
  const isSimple = items.length === node.items.length - from;
  const first = node.items[from]?.value;
  const style = first?.kind === 'scalar' ? first.style : 'plain';
  return isSimple ? argvSites({ path: source.path, text: source.text, setting: kind.setting, items, write: (value) => quoted(value, style) }) : [];
}

/** A string as a value: like the one before it, or in double quotes when it needs them. */
function quoted(value: string, style: string): string {
  if (style === 'single' && !/['\n]/.test(value)) return `'${value}'`;
  const isPlain = style === 'plain' && /^[A-Za-z_./-][\w./=+-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n|-|--|\.)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}
