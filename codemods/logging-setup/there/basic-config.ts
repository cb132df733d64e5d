import { plainString, statementAround, type LoggingSetup, type Module, type PyNode, type ServiceTarget, type SettingsField, type Task } from '#pystd';
import { isLevelField } from '../settings.ts';

/** What a call of `logging.basicConfig` says, as far as the new set-up takes it over. */
export interface BasicConfig {
  readonly setup: LoggingSetup;
  /** The level that stands in the code; `undefined` where the settings say it. */
  readonly level: string | undefined;
  readonly stream: 'stdout' | 'stderr';
  /** Why the call has to stay: programs besides the service go through it. */
  readonly others: string | undefined;
}

const LEVELS: Readonly<Record<number, string>> = { 0: 'DEBUG', 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' };

/** Fields of a format that the new lines have, or can be told from what they have. */
const FIELDS: ReadonlySet<string> = new Set(['asctime', 'created', 'filename', 'funcName', 'levelname', 'levelno', 'lineno', 'message', 'module', 'msecs', 'name', 'pathname', 'relativeCreated']);

/** Reads a call of `logging.basicConfig`; a full sentence where the new set-up would lose something of it. */
export function basicConfigOf(task: Task<unknown>, target: ServiceTarget, setup: LoggingSetup): BasicConfig | { readonly problem: string } {
  const { module, node, arguments: given } = setup;
  if (given.some(({ name, unpacking }) => name === undefined || unpacking !== undefined)) return { problem: 'What `basicConfig` is given cannot be read.' };
  const value = (name: string): PyNode | undefined => given.find((argument) => argument.name === name)?.value;
  const lost = given.find(({ name = '' }) => !['level', 'format', 'datefmt', 'style', 'stream', 'handlers', 'force', 'encoding'].includes(name));
  if (lost) return { problem: `\`basicConfig\` sends records to \`${lost.value.text}\`, which they would not reach any more.` };
  const unknown = unknownField(module, value('format'), task);
  if (unknown !== undefined) return { problem: unknown };
  const stream = streamOf(value('stream'), value('handlers'));
  if (stream === undefined) return { problem: '`basicConfig` is given handlers of its own, which would be lost.' };
  const level = levelOf(task, target, setup, value('level'));
  if (typeof level === 'object') return level;
  const isOwn = setup.inFunction === undefined || (setup.inFunction === target.app.factory && module === target.app.module);
  if (!isOwn || setup.isConditional || statementAround(node).children[0] !== node) return { problem: `\`basicConfig\` is called ${isOwn ? 'under a condition' : 'by a function'}, and what else happens there has to be looked at.` };
  const programs = task.backend.logging.programsOf(module).filter(({ app }) => app !== target.app).map(({ entry }) => entry.path);
  const others = programs.find((path) => path !== target.app.module.path);
  return { setup, level, stream, others };
}

/** A field that the new lines do not have. */
function unknownField(module: Module, format: PyNode | undefined, { python }: Task<unknown>): string | undefined {
  if (!format) return undefined;
  const symbol = format.type === 'identifier' ? python.symbolOf(module, format) : undefined;
  const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  const node = how?.kind === 'assignment' && how.value ? how.value : format;
  const isText = /^(?:string|concatenated_string)$/.test(node.type) || (node.type === 'parenthesized_expression' && /^\(\s*["']/.test(node.text));
  if (!isText || /(?:^|[\s(])[fF]["']/.test(node.text)) return 'Which fields the format of `basicConfig` has cannot be told.';
  const fields = [...node.text.matchAll(/%\((\w+)\)|\{(\w+)[^}]*\}/g)].map(([, percent, brace]) => percent ?? brace ?? '');
  const other = fields.find((field) => !FIELDS.has(field));
  return other === undefined ? undefined : `The format of \`basicConfig\` has \`${other}\`, which the new lines would not have.`;
}

/** Where the records go: a standard stream, or `undefined` for anything else. */
function streamOf(stream: PyNode | undefined, handlers: PyNode | undefined): 'stdout' | 'stderr' | undefined {
  const said = handlers ? /^[[(]\s*(?:logging\.)?StreamHandler\(\s*(?:stream\s*=\s*)?((?:sys\.)?std(?:out|err))?\s*\)\s*,?\s*[\])]$/.exec(handlers.text) : /^((?:sys\.)?std(?:out|err))$/.exec(stream?.text ?? 'stderr');
  return said ? ((said[1] ?? 'stderr').endsWith('stdout') ? 'stdout' : 'stderr') : undefined;
}

/** A level that stands in the code by its name, `undefined` where the settings' own field says it. */
function levelOf({ backend }: Task<unknown>, { app }: ServiceTarget, { threshold }: LoggingSetup, given: PyNode | undefined): string | undefined | { readonly problem: string } {
  const name = threshold.kind === 'known' ? LEVELS[threshold.level] : undefined;
  if (given === undefined || name !== undefined || plainString(given) !== undefined) return name ?? 'WARNING';
  const found = backend.settings.settingsFor(app.module);
  const fields: readonly SettingsField[] = found.kind === 'one' ? found.object.fields.filter(isLevelField) : [];
  const mentions = fields.some((field) => new RegExp(`\\.${field.name}\\b`).test(given.text)) && !/\benv(?:iron)?\b|getenv/.test(given.text);
  return mentions ? undefined : { problem: `The level of \`basicConfig\` is \`${given.text.split('\n')[0] ?? ''}\`, which no setting says.` };
}
