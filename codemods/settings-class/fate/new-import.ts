import type { Module, Reading, SettingsField } from '#pystd';
import type { Programs } from './programs.ts';
import { programThatWouldFail } from './required.ts';

/** What the module of the settings needs to be imported at all. */
export interface Needs {
  readonly module: Module;
  /** Each variable it cannot do without, with the modules that cannot be imported without it either. */
  readonly variables: ReadonlyMap<string, readonly Module[]>;
}

/**
 * What settings that are there need: their required fields, by the variables in `fields`, and what their module reads besides. `readings` and `literals`
 * are those of the project.
 */
export function needsOf(module: Module, fields: ReadonlyMap<string, SettingsField>, readings: readonly Reading[], literals: readonly { readonly variable: string; readonly module: Module }[]): Needs {
  const failing = readings.filter(({ always, unset }) => always && unset.kind === 'fails');
  const needed = [
    ...[...fields].flatMap(([variable, { required }]) => (required ? [variable] : [])),
    ...failing.flatMap(({ access }) => (access.module === module ? [access.variable] : [])),
  ];
  const readersOf = (variable: string): Module[] => [
    ...readings.flatMap(({ access, always }) => (always && access.variable.toUpperCase() === variable.toUpperCase() ? [access.module] : [])),
    ...literals.flatMap((literal) => (literal.variable.toUpperCase() === variable.toUpperCase() ? [literal.module] : [])),
  ];
  return { module, variables: new Map([...new Set(needed)].map((variable) => [variable, [module, ...readersOf(variable)]])) };
}

/** Why a module that does not import the settings today must not begin to: a program would need what it did without. A full sentence. */
export function againstNewImport(from: Module, { module, variables }: Needs, programs: Programs): string | undefined {
  if (programs.runsOne(from, [module])) return undefined;
  for (const [variable, modules] of variables) {
    const program = programThatWouldFail(modules, [from], programs);
    if (program) return `\`${module.path}\` cannot be imported without \`${variable}\`, and \`${program.path}\` starts without it today.`;
  }
  return undefined;
}
