import { embeddedString, isJsonProblem, jsonNodeAt, parseJson, type JsonDocument, type JsonNode } from '../../formats/jsonc/index.ts';
import type { Setting } from '../../packaging/commands/index.ts';
import { nameOf } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { argvSites } from './argv-sites.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

const LIFECYCLE = ['initializeCommand', 'onCreateCommand', 'updateContentCommand', 'postCreateCommand', 'postStartCommand', 'postAttachCommand'];

/** The scripts of a package.json, the hooks of husky and lint-staged in it, and what release tools run. */
export function packageJsonSites(source: SourceFile): CommandSite[] {
  const listed = [['lint-staged'], ['release-it', 'hooks']].flatMap((path) => listedSites(source, path, 'dev'));
  return [['scripts'], ['husky', 'hooks']].flatMap((path) => namedSites(source, path, 'dev')).concat(listed, releaseSites(source));
}

/** `.lintstagedrc`: every string is a command. */
export function lintStagedSites(source: SourceFile): CommandSite[] {
  return listedSites(source, [], 'dev');
}

/** The commands of release-it (`hooks`) and of semantic-release's exec plugin (`prepareCmd`, `publishCmd`, …). */
export function releaseSites(source: SourceFile): CommandSite[] {
  const document = parseJson(source.text);
  if (isJsonProblem(document)) return [];
  const sites: CommandSite[] = nameOf(source.path) === 'package.json' ? [] : listedSites(source, ['hooks'], 'ci');
  const look = (node: JsonNode): void => {
    if (node.kind === 'array') for (const { value } of node.items) look(value);
    if (node.kind !== 'object') return;
    for (const { name, value } of node.entries) {
      if (/^\w+Cmd$/.test(name)) sites.push(...nodeSites(source, document, value, 'ci'));
      else look(value);
    }
  };
  look(document.root);
  return sites;
}

/** What a development container runs: a string is for a shell, a list is not, and an object holds several of both. */
export function devcontainerSites(source: SourceFile): CommandSite[] {
  return LIFECYCLE.flatMap((name) => namedSites(source, [name], 'dev'));
}

/** Where a list is one of commands, not the words of one. */
function listedSites(source: SourceFile, path: readonly string[], setting: Setting): CommandSite[] {
  const document = parseJson(source.text);
  if (isJsonProblem(document)) return [];
  const within = (node: JsonNode): CommandSite[] => {
    if (node.kind === 'object') return node.entries.flatMap(({ value }) => within(value));
    return node.kind === 'array' ? node.items.flatMap(({ value }) => within(value)) : nodeSites(source, document, node, setting);
  };
  const node = path.length === 0 ? document.root : jsonNodeAt(document, path);
  return node ? within(node) : [];
}

function namedSites(source: SourceFile, path: readonly string[], setting: Setting): CommandSite[] {
  const document = parseJson(source.text);
  const node = isJsonProblem(document) ? undefined : jsonNodeAt(document, path);
  return isJsonProblem(document) || !node ? [] : nodeSites(source, document, node, setting);
}

function nodeSites(source: SourceFile, document: JsonDocument, node: JsonNode, setting: Setting): CommandSite[] {
  if (node.kind === 'object') return node.entries.flatMap(({ value }) => nodeSites(source, document, value, setting));
  if (node.kind === 'scalar') {
    const script = embeddedString(document, node);
    return script ? scriptSites({ path: source.path, setting, script }) : [];
  }
  const items = node.items.flatMap(({ value }) => (value.kind === 'scalar' && typeof value.value === 'string' ? [{ span: value.span, value: value.value, content: embeddedString(document, value) }] : []));
  return items.length === node.items.length ? argvSites({ path: source.path, text: source.text, setting, items, write: (value) => JSON.stringify(value) }) : [];
}
