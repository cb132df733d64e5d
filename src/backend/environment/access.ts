import type { InModule, Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { When } from './moment.ts';

/** Who reads: the process's environment itself, or a library that looks into it (and into files of its own). */
export type Reader = 'os' | 'decouple' | 'starlette' | 'environs';

/** One place that reads one variable whose name is known. */
export interface Access {
  readonly module: Module;
  /** The whole expression: `os.getenv("P", "1")`, `os.environ["P"]`, `"P" in os.environ`, `config("P", default=1, cast=int)`. */
  readonly node: PyNode;
  readonly variable: string;
  /** `get` gives the default or `None` when the variable is unset, `subscript` raises, `in` is a question (`in`, `not in`). */
  readonly form: 'get' | 'subscript' | 'in';
  /** What is given for an unset variable; without one `get` gives `None`. */
  readonly default: PyNode | undefined;
  readonly reader: Reader;
  /** decouple, starlette: the argument `cast`; environs: the name of the method, absent for `env("P")`. */
  readonly cast: PyNode | undefined;
  readonly when: When;
  /** For a library: the call that made the object which reads, `Config(".env")`; absent for decouple's ready-made `config`. */
  readonly source: InModule | undefined;
}
