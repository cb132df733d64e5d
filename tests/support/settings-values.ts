import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonTools } from './python-tools.ts';

/** One expression of a program, and what it became. */
export interface ValueCase {
  readonly before: string;
  readonly variable: string;
  /** The module with the class `Settings`. */
  readonly module: string;
  /** The expression with `settings` in it. */
  readonly after: string;
  /** Code both expressions need. */
  readonly preamble?: string;
  /** Other variables. */
  readonly set?: Readonly<Record<string, string>>;
}

/** What came out: a value with its types, or a failure when the settings were made or when they were read. */
export type Outcome = { readonly value: string } | { readonly fails: 'settings' | 'read'; readonly how: string };

/** The Python with pydantic-settings, FastAPI, uvicorn and httpx. */
export function settingsPython(): string {
  return join(pythonTools('settings', 'settings-requirements.txt'), 'python');
}

/** Both sides of each case under each value of its variable (`null`: unset), in one process. */
export function valuesOf(cases: readonly ValueCase[], values: readonly (string | null)[], python = settingsPython()): (readonly [Outcome, Outcome])[][] {
  const output = execFileSync(python, [join(import.meta.dirname, 'settings_values.py')], { input: JSON.stringify({ cases, values }), encoding: 'utf8', maxBuffer: 1 << 28 });
  return JSON.parse(output) as (readonly [Outcome, Outcome])[][];
}
