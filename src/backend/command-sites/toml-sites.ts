import { isTomlProblem, parseToml, type TomlDocument, type TomlNode } from '../../formats/toml/index.ts';
import type { Setting } from '../../packaging/commands/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { Embedded } from '../../text/embedded.ts';
import { argvSites } from './argv-sites.ts';
import { escapedText, literalText } from './quoted.ts';
import { scriptSites } from './script-sites.ts';
import type { CommandSite } from './site.ts';

/** How a runner takes its strings: `shell` runs them, `split` splits them as a shell would. */
type Runner = 'shell' | 'split';

/** The tasks and commands that tools keep in a pyproject.toml. */
export function pyprojectSites(source: SourceFile): CommandSite[] {
  const document = parseToml(source.text);
  if (isTomlProblem(document)) return [];
  const read = (setting: Setting, runner: Runner, path: readonly string[], names?: ReadonlySet<string>): CommandSite[] => {
    const node = document.get(['tool', ...path]);
    return node ? nodeSites({ source, document, setting, names }, node, runner) : [];
  };
  const sites = [
    ...read('dev', 'split', ['poe', 'tasks'], new Set(['cmd', 'shell', 'sequence'])),
    ...read('dev', 'shell', ['taskipy', 'tasks'], new Set(['cmd'])),
    ...read('dev', 'split', ['pdm', 'scripts'], new Set(['cmd', 'shell'])),
    ...read('ci', 'shell', ['semantic_release', 'build_command']),
    ...environments(document, ['hatch', 'envs']).flatMap((name) => read('environment', 'shell', ['hatch', 'envs', name, 'scripts'])),
    ...['env_run_base', ...environments(document, ['tox', 'env']).map((name) => `env.${name}`)].flatMap((name) =>
      ['commands', 'commands_pre', 'commands_post'].flatMap((key) => read('environment', 'split', ['tox', ...name.split(/\.(.*)/).slice(0, 2), key])),
    ),
  ];
  return sites.sort((a, b) => a.span.start - b.span.start);
}

interface Reading {
  readonly source: SourceFile;
  readonly document: TomlDocument;
  readonly setting: Setting;
  /** Which keys of a task's table hold commands; without them every key is a task. */
  readonly names: ReadonlySet<string> | undefined;
}

function environments(document: TomlDocument, path: readonly string[]): string[] {
  const node = document.get(['tool', ...path]);
  return node ? [...node.children.keys()].filter((name): name is string => typeof name === 'string') : [];
}

function nodeSites(reading: Reading, node: TomlNode, runner: Runner, isTask = false): CommandSite[] {
  if (node.kind === 'string') return stringSites(reading, node, runner);
  if (node.kind === 'array') return arraySites(reading, node, runner, reading.names === undefined);
  return [...node.children].flatMap(([name, child]) => {
    if (!isTask || !reading.names) return nodeSites(reading, child, runner, true);
    if (!reading.names.has(String(name))) return [];
    return child.kind === 'array' ? arraySites(reading, child, runner, name === 'cmd') : nodeSites(reading, child, name === 'shell' ? 'shell' : runner, true);
  });
}

/** A list of strings is one command (`cmd = ["a", "b"]`, tox), several (`scripts.test = ["a", "b c"]` of hatch), or names of other tasks. */
function arraySites(reading: Reading, node: TomlNode, runner: Runner, isArgv: boolean): CommandSite[] {
  const children = [...node.children.values()];
  const strings = children.flatMap((child) => (child.kind === 'string' && typeof child.value === 'string' ? [{ span: child.span, value: child.value, content: contentOf(reading.source.text, child) }] : []));
  if (strings.length !== children.length) return children.flatMap((child) => nodeSites(reading, child, runner, true));
  if (runner === 'shell') return children.flatMap((child) => stringSites(reading, child, runner));
  const { source, setting } = reading;
  if (!isArgv) return [];
  return argvSites({ path: source.path, text: source.text, setting, items: strings, write: (value) => JSON.stringify(value) });
}

function stringSites({ source, setting }: Reading, node: TomlNode, runner: Runner): CommandSite[] {
  const script = contentOf(source.text, node);
  return script ? scriptSites({ path: source.path, setting, script, isSplitOnly: runner === 'split' }) : [];
}

function contentOf(text: string, { span }: TomlNode): Embedded | undefined {
  const quote = /^(?:"""|'''|"|')/.exec(text.slice(span.start, span.end))?.[0];
  if (quote === undefined) return undefined;
  const skipped = quote.length === 3 ? (/^\r?\n/.exec(text.slice(span.start + 3, span.end))?.[0].length ?? 0) : 0;
  const inner = { start: span.start + quote.length + skipped, end: span.end - quote.length };
  return quote.startsWith('"') ? escapedText(text, inner, quote) : literalText(text, inner, quote);
}
