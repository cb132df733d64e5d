import type { Arg, Translation } from './command.ts';

/** Commands, with what a person should know. */
export function commands(made: readonly (readonly Arg[])[], remarks: readonly string[] = [], prints?: string): Translation {
  return { kind: 'commands', commands: made, remarks, ...(prints === undefined ? {} : { prints }) };
}

/** Left alone, and why. */
export function unknown(because: string): Translation {
  return { kind: 'unknown', because };
}
