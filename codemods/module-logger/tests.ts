import { placeInWords, roleOf, type Module, type Task } from '#pystd';

const PATCHED_MODULE = /["']([\w.]+)\.logging(?:\.\w+)?["']/g;
const PATCHED_FUNCTION = /\b(?:patch|setattr|patch\.object|object)\(\s*(?:["']logging\.(\w+)["']|logging\s*,\s*["'](\w+)["'])/g;
const ROOT_NAME = /["']root["']|\b[A-Z]+:root:/;

/** Why a test would not find the records of a module any more: it patches `logging` there, or asks for the name of the root logger. A full sentence. */
export function obstacleOfTests(module: Module, methods: ReadonlySet<string>, { python }: Task<object>): string | undefined {
  const names = python.layout.rootsFor(module).flatMap((root) => python.layout.dottedName(module, root) ?? []);
  for (const test of python.layout.holding('log')) {
    if (roleOf(test.path) !== 'test') continue;
    const { text } = test;
    const span = (start: number): string => placeInWords(test, { start, end: start });
    for (const match of text.matchAll(PATCHED_MODULE)) if (names.includes(match[1] ?? '')) return `${span(match.index)} replaces \`logging\` in this module.`;
    for (const match of text.matchAll(PATCHED_FUNCTION)) if (methods.has(match[1] ?? match[2] ?? '')) return `${span(match.index)} replaces the functions of \`logging\`.`;
    const named = /\bcaplog\b|\bassertLogs\(/.test(text) ? ROOT_NAME.exec(text) : null;
    if (named) return `${span(named.index)} asks for records of the logger \`root\`.`;
  }
  return undefined;
}
