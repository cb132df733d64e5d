import { nameOf, type LoggingSetup, type PyNode, parts, plainString, type ServiceTarget, type Task } from '#pystd';
import { LIBRARIES, type Library, type Options, type Shape } from '../options.ts';

/** What a rule asks of a set-up that is there, for those rules whose answer can be read off it. */
interface Check {
  readonly rule: string;
  /** A sentence on what is lacking; `undefined` where nothing is. */
  readonly lacks: string | undefined;
}

/** Says what the standard asks for and the set-up that is there does not have: one finding for each rule. `setups` are the calls that are a set-up by themselves. */
export function review(task: Task<Options>, target: ServiceTarget, shape: Shape, setups: readonly LoggingSetup[], place: string, hasDatabase: boolean): void {
  const [first] = setups;
  if (!first) return;
  const modules = [...new Set(setups.map(({ module }) => module))];
  const text = modules.map((module) => module.text).join('\n');
  const libraries = new Set(setups.map(({ library }) => library));
  // structlog ends in the standard library, so that a set-up of both is one of structlog.
  const own: Library = libraries.has('loguru') ? 'loguru' : libraries.has('structlog') ? 'structlog' : 'logging';
  const isOther = isKnown(task.options.library) && own !== task.options.library;
  const checks: readonly Check[] = [
    { rule: 'logging/backend', lacks: isOther ? `Logging is set up with ${own}, and the standard asks for ${task.options.library}.` : undefined },
    { rule: 'structure/logging-module', lacks: home(modules.map(({ path }) => path), target, place) },
    { rule: 'logging/structured', lacks: /json|serialize\s*=|logfmt/i.test(text) ? undefined : 'The records are bare texts, which machines cannot take apart.' },
    ...(own !== task.options.library ? [] : own === 'logging' ? ofStdlib(task.options, shape, first, text, hasDatabase) : ofStructlog(own, task.options, text)),
  ];
  for (const { rule, lacks } of checks) if (lacks !== undefined && task.wants(rule)) task.flag(first.module.at(first.node), lacks, { rule });
}

function isKnown(library: string): boolean {
  return (LIBRARIES as readonly string[]).includes(library);
}

/** One module that is for nothing else. */
function home(paths: readonly string[], { app }: ServiceTarget, place: string): string | undefined {
  const [path, other] = paths;
  if (path === undefined || paths.includes(place)) return other === undefined ? undefined : `Logging is set up in ${spoken(paths)}, and not in one place.`;
  if (other !== undefined) return `Logging is set up in ${spoken(paths)}, and not in one place.`;
  return path === app.module.path && !/log/i.test(nameOf(path)) ? `Logging is set up beside the app, and not in a module of its own such as \`${place}\`.` : undefined;
}

function spoken(paths: readonly string[]): string {
  return paths.map((path) => `\`${path}\``).join(', ');
}

function ofStdlib({ formatters, fields, maxBytes, backupCount }: Options, { hasFiles, hasLevels }: Shape, { dictionary, threshold }: LoggingSetup, text: string, hasDatabase: boolean): readonly Check[] {
  const there = dictionary && keysOf(dictionary.node, 'formatters');
  const missing = there && formatters.filter((name) => !there.includes(name));
  const rotates = /\b(?:Timed)?RotatingFileHandler\b/.test(text);
  const hasSize = new RegExp(`["']?backupCount["']?\\s*[:=]\\s*${backupCount}\\b`).test(text) && (/maxBytes["']?\s*[:=]\s*[A-Za-z_]/.test(text) || sizes(text).includes(maxBytes));
  const lost = fields.filter((field) => !SPELLED(field).test(text));
  return [
    { rule: 'logging/formatters', lacks: missing && missing.length > 0 && formatters.length > 1 && there.length < formatters.length ? `There is no formatter ${missing.map((name) => `\`${name}\``).join(', ')}.` : undefined },
    { rule: 'logging/rotating-files', lacks: !hasFiles ? undefined : !rotates ? 'No file of records rotates.' : hasSize || /TimedRotating/.test(text) ? undefined : `The files do not rotate at ${maxBytes} bytes with ${backupCount} older ones.` },
    { rule: 'logging/split-files', lacks: hasFiles && !/error[\w-]*\.log|error_?(?:log|file)/i.test(text) ? 'Errors have no file of their own.' : undefined },
    { rule: 'logging/level-by-environment', lacks: hasLevels && threshold.kind === 'known' ? 'The level is fixed in the code.' : undefined },
    { rule: 'logging/record-fields', lacks: lost.length > 0 ? `The records do not say ${lost.map((field) => `\`${field}\``).join(', ')}.` : undefined },
    { rule: 'logging/db-at-debug', lacks: hasDatabase && !/sqlalchemy/.test(text) ? 'Nothing says at which level statements of the database are logged.' : undefined },
  ];
}

/** How a field may be spelled in a format, a dictionary or a formatter of its own. */
function SPELLED(field: string): RegExp {
  const other = field === 'timestamp' ? '|asctime|created|datetime' : field === 'level' ? '|levelname|levelno' : field === 'funcName' ? '|function|func_name' : field === 'lineno' ? '|line' : '';
  return new RegExp(`\\b(?:${field}${other})\\b`);
}

/** The sizes that are written: `10485760`, `10 * 1024 * 1024`. */
function sizes(text: string): readonly number[] {
  return [...text.matchAll(/maxBytes["']?\s*[:=]\s*([\d_]+(?:\s*\*\s*[\d_]+)*)/g)].map(([, product = '']) => product.split('*').reduce((size, factor) => size * Number(factor.replaceAll('_', '')), 1));
}

function ofStructlog(own: Library, { processors }: Options, text: string): readonly Check[] {
  if (own !== 'structlog') return [];
  const missing = processors.map((one) => one.replace(/\(.*/, '')).filter((one) => !new RegExp(`\\b${one}\\b`).test(text));
  return [{ rule: 'logging/record-fields', lacks: missing.length > 0 ? `The chain of processors has no ${missing.map((one) => `\`${one}\``).join(', ')}.` : undefined }];
}

/** The keys of a dictionary within a dictionary; `undefined` where they cannot be read. */
function keysOf(dictionary: PyNode, entry: string): readonly string[] | undefined {
  const pairs = (node: PyNode): readonly (readonly [string | undefined, PyNode | undefined])[] => parts(node).map((pair) => {
    const [key, value] = pair.type === 'pair' ? parts(pair) : [];
    return [key && plainString(key), value];
  });
  const inner = pairs(dictionary).find(([key]) => key === entry)?.[1];
  const keys = inner?.type === 'dictionary' ? pairs(inner).map(([key]) => key) : [undefined];
  return keys.every((key): key is string => key !== undefined) ? keys : undefined;
}
