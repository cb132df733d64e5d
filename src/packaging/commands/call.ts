import type { Problem } from '../problem.ts';
import type { Arg, ProjectFacts, Setting } from './command.ts';
import type { Line, OptionRule } from './options.ts';

/** One command line, taken apart, with all that its translation may depend on. */
export interface Call<Facts extends ProjectFacts = ProjectFacts> {
  readonly line: Line;
  readonly facts: Facts;
  readonly setting: Setting;
}

/** What a translation of one command comes to, before the other tool's name and the options that fit every command are put in front. */
export type Outcome =
  /** Commands of the other tool, without its name. */
  | { readonly tool: readonly (readonly Arg[])[]; readonly remarks?: readonly string[]; readonly prints?: string }
  /** Commands of their own. */
  | { readonly shell: readonly (readonly Arg[])[]; readonly remarks?: readonly string[]; readonly prints?: string }
  | { readonly removed: readonly string[] }
  | Problem;

/** A command of a tool: its options and what it becomes. */
export interface Subcommand<Facts extends ProjectFacts = ProjectFacts> {
  readonly options: readonly OptionRule[];
  /** `none`: an operand is a mistake. `program`: the first operand starts another program's command line. */
  readonly operands: 'none' | 'some' | 'program';
  /** Why there is no counterpart, whatever follows. */
  readonly because?: string;
  readonly translate: (call: Call<Facts>) => Outcome;
}

/** A table of commands; a name of two words (`env use`) is looked for first. */
export type Subcommands<Facts extends ProjectFacts = ProjectFacts> = Readonly<Record<string, Subcommand<Facts>>>;

/** The command that the first operands of a line name, and how many words its name has. */
export function commandOf<Facts extends ProjectFacts>(
  { operands }: Line,
  table: Subcommands<Facts>,
): { readonly subcommand: Subcommand<Facts>; readonly name: string; readonly length: number } | undefined {
  if (operands.length === 0) return undefined;
  const [first = '', second = ''] = operands.map(({ value }) => value ?? '');
  for (const [name, length] of [[`${first} ${second}`, 2], [first, 1]] as const) {
    const subcommand = Object.hasOwn(table, name) ? table[name] : undefined;
    if (subcommand) return { subcommand, name, length };
  }
  return undefined;
}

/** A command that has no counterpart. */
export function without(because: string): Subcommand {
  return { options: [], operands: 'some', because, translate: () => ({ problem: because }) };
}
