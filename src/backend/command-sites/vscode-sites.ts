import { embeddedString, isJsonProblem, jsonNodeAt, parseJson, type JsonDocument, type JsonNode } from '../../formats/jsonc/index.ts';
import type { Arg } from '../../packaging/commands/index.ts';
import { nameOf } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { argvSites, type ArgvItem } from './argv-sites.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

/** Where tasks and launch configurations stand, by the file: https://code.visualstudio.com/docs/debugtest/tasks */
const PLACES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^tasks\.json$/, ['tasks']],
  [/^launch\.json$/, ['configurations']],
  [/\.code-workspace$/, ['tasks', 'tasks']],
  [/\.code-workspace$/, ['launch', 'configurations']],
];

/** The commands of the tasks of Visual Studio Code, and of launch configurations that open a terminal. Folders of them are not followed. */
export function vscodeSites(source: SourceFile): CommandSite[] {
  const document = parseJson(source.text);
  if (isJsonProblem(document)) return [];
  const lists = PLACES.filter(([name]) => name.test(nameOf(source.path))).map(([, path]) => jsonNodeAt(document, path));
  return lists.flatMap((list) => (list?.kind === 'array' ? list.items.flatMap(({ value }) => taskSites(source, document, value)) : []));
}

function taskSites(source: SourceFile, document: JsonDocument, task: JsonNode): readonly CommandSite[] {
  const type = textOf(child(task, 'type'));
  const command = child(task, 'command');
  const args = child(task, 'args');
  if (command?.kind !== 'scalar' || child(task, 'options') !== undefined || !/^(?:shell|process|node-terminal)$/.test(type ?? '')) return [];
  const script = embeddedString(document, command);
  if (args === undefined) return script && type !== 'process' ? scriptSites({ path: source.path, setting: 'dev', script }) : [];
  const first = itemOf(document, command);
  const rest = args.kind === 'array' ? args.items.flatMap(({ value }) => itemOf(document, value) ?? []) : [];
  if (!first || /\s/.test(first.value) || args.kind !== 'array' || rest.length !== args.items.length || rest.length === 0) return [];
  return wordByWord(source, first, rest);
}

/** A program, and its arguments in a list of their own: each is edited by itself. */
function wordByWord({ path, text }: SourceFile, first: ArgvItem, rest: readonly ArgvItem[]): readonly CommandSite[] {
  const write = (value: string): string => JSON.stringify(value);
  const [whole] = argvSites({ path, text, setting: 'dev', items: [first, ...rest], write });
  const [head] = argvSites({ path, text, setting: 'dev', items: [first], write });
  const [tail] = argvSites({ path, text, setting: 'dev', items: rest, write });
  if (!whole || !head || !tail) return [];
  const replace: CommandSite['replace'] = (commands) => {
    const [[program, ...words] = [], ...more] = commands;
    const isMoved = (arg: Arg): boolean => arg === 0 || (typeof arg === 'object' && arg.from === 0);
    if (more.length > 0 || program === undefined || words.length === 0 || words.some(isMoved) || (typeof program !== 'string' && program !== 0)) return { problem: 'The program and its arguments stand apart, and cannot be put together anew.' };
    const edits = [head.replace([[program]]), tail.replace([words.map((arg) => (typeof arg === 'number' ? arg - 1 : typeof arg === 'object' ? { ...arg, from: arg.from - 1 } : arg))])];
    const problem = edits.find((one) => 'problem' in one);
    return problem && 'problem' in problem ? problem : edits.flatMap((one) => ('problem' in one ? [] : one));
  };
  return [{ ...whole, replace }];
}

function itemOf(document: JsonDocument, node: JsonNode): ArgvItem | undefined {
  return node.kind === 'scalar' && typeof node.value === 'string' ? { span: node.span, value: node.value, content: embeddedString(document, node) } : undefined;
}

function child(node: JsonNode, key: string): JsonNode | undefined {
  return node.kind === 'object' ? node.entries.find(({ name }) => name === key)?.value : undefined;
}

function textOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
