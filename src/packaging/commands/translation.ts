import type { Arg, Translation } from './command.ts';

/** Commands, with what a person should know. */
export function commands(made: readonly (readonly Arg[])[], remarks: readonly string[] = [], prints?: string): Translation {
  return { kind: 'commands', commands: made, remarks, ...(prints === undefined ? {} : { prints }) };
}

/** Left alone, and why. */
export function unknown(because: string): Translation {
  return { kind: 'unknown', because };
}

/** Commands of uv whose name is two words. */
const NESTED: ReadonlySet<Arg | undefined> = new Set(['pip', 'python', 'cache', 'self', 'tool']);

/** A command of uv with options that all of its commands take, behind its name, where uv's own texts have them. */
export function withGlobals(command: readonly Arg[], globals: readonly Arg[]): Arg[] {
  const [first] = command;
  const length = NESTED.has(first) ? 2 : typeof first === 'string' && !first.startsWith('-') ? 1 : 0;
  return [...command.slice(0, length), ...globals, ...command.slice(length)];
}
