import type { InModule, Module } from '../../python/project/module.ts';
import type { Call } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import type { Argument } from '../../python/syntax/views.ts';
import type { App } from '../fastapi/index.ts';

/** The libraries whose loggers are known: the standard library's and the two that services take in its place. */
export type LoggingLibrary = 'logging' | 'structlog' | 'loguru';

/** What a logger is called. loguru has one logger and no names: it is `root`. */
export type LoggerName =
  | { readonly kind: 'root' }
  /** `__name__` of the module that makes it. */
  | { readonly kind: 'module' }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'unknown' };

/** A logger, as far as the expression says that stands for it. */
export interface Logger {
  readonly library: LoggingLibrary;
  readonly called: LoggerName;
  /** The function of this repository that gives it, for helpers such as `get_logger(__name__)`. */
  readonly helper: InModule | undefined;
}

/** A logger that a module binds at its top. */
export interface ModuleLogger extends Logger {
  /** The name it is bound to: `logger`, `log`, `_logger`. */
  readonly name: string;
  /** From where on the module's code at the top may use it. */
  readonly since: number;
  /** The module whose statement makes it; another one where it is imported. */
  readonly home: Module;
}

/** A call that writes a record: `logger.info(…)`, `logging.warning(…)`. */
export interface LogCall extends Call {
  readonly logger: Logger;
  /** Whether it is a function of the module `logging` itself: it sets up the root logger when nobody has. */
  readonly isRootFunction: boolean;
  /** The method or function as spelled: `info`, `warn`, `exception`, `ainfo`. */
  readonly method: string;
  readonly arguments: readonly Argument[];
}

/**
 * The lowest level that gets through, as a number of the module `logging` (`INFO` is 20). `assumed` goes by the default of a setting or variable;
 * `unknown` cannot be told; `unset` says nothing of levels.
 */
export type Threshold = { readonly kind: 'known'; readonly level: number } | { readonly kind: 'assumed'; readonly level: number } | { readonly kind: 'unknown' } | { readonly kind: 'unset' };

/** How a call sets up logging. */
export type SetupKind =
  | 'basicConfig' | 'dictConfig' | 'fileConfig' | 'addHandler' | 'setLevel'
  | 'structlog.configure' | 'loguru.add' | 'loguru.configure' | 'loguru.remove';

/** When code runs. */
export type Run = RunPlace & {
  /** The place in that module, or in the function that the start calls, which leads there. */
  readonly node: PyNode;
  /** Whether it happens then in any case; `false` where a call on the way stands below an `if`, in a `try` or in a loop, or is known by its name only. */
  readonly isSure: boolean;
};

type RunPlace =
  /** While a module is imported. */
  | { readonly when: 'import'; readonly module: Module }
  /** When an application starts: its lifespan, or a handler of its start-up. */
  | { readonly when: 'startup'; readonly app: App }
  /** When a module is run as a program, below `if __name__ == "__main__":`. */
  | { readonly when: 'main'; readonly module: Module };

/** One call that sets up logging. */
export interface LoggingSetup extends Call {
  readonly library: LoggingLibrary;
  readonly kind: SetupKind;
  /** The logger it is about: `root`, or the name of another one (`setLevel`, `addHandler`). */
  readonly about: LoggerName;
  /** The lowest level that records of the root logger (for loguru: of a sink) need. */
  readonly threshold: Threshold;
  /** What `dictConfig` is given, where it is a dictionary that stands in the code; further parts may still be computed. */
  readonly dictionary: InModule | undefined;
  /** The names of the loggers that such a dictionary speaks of, `undefined` for those that are computed. */
  readonly loggers: readonly (string | undefined)[];
  /** Whether it may be passed over: it stands below an `if`, in a `try`, in a loop. */
  readonly isConditional: boolean;
  /** When it runs, as far as calls can be followed; empty where nobody is seen to call it. */
  readonly runs: readonly Run[];
}

/** How a repository logs. */
export interface LoggingFacts {
  /** The calls that set up logging in service code, in path order. */
  readonly setups: readonly LoggingSetup[];
  /** The logger a module's code is meant to use: bound at its top, its own before an imported one. */
  loggerOf(module: Module): ModuleLogger | undefined;
  /** Every logger a module binds at its top. */
  loggersOf(module: Module): readonly ModuleLogger[];
  /** What logger an expression stands for at its place. */
  meant(module: Module, expression: PyNode): Logger | undefined;
  /** The calls in a module that write a record, in document order. */
  callsIn(module: Module): readonly LogCall[];
  /** How many modules of a project's service code have a logger, or log through the module `logging`, by library. */
  libraryOf(project: string): { readonly library: LoggingLibrary | undefined; readonly counts: Readonly<Record<LoggingLibrary, number>> };
  /** When the code at a node runs, as far as calls can be followed: directly, or by the functions that call its function. */
  runsOf(module: Module, node: PyNode): readonly Run[];
  /** The programs that run a module: applications and modules run by themselves, each with the setups that its start goes through. */
  programsOf(module: Module): readonly Program[];
  /**
   * Why a record might not come out, in every program that runs its module: nothing sets up logging, a level is too high, or it is written before the
   * setup ran. A full sentence; `undefined` when it comes out.
   */
  obstacleTo(question: RecordQuestion): string | undefined;
  /** Why records that go to the root logger at a place may fare otherwise through a logger of the module. A full sentence. */
  obstacleToOwnName(module: Module, node: PyNode): string | undefined;
  /** Whether a module speaks to somebody who runs it at a terminal, so that what it prints is its output. */
  isCommandLine(module: Module): boolean;
}

/** A record that is to be written: where, by which library, of which level (a number of the module `logging`). */
export interface RecordQuestion extends InModule {
  readonly library: LoggingLibrary;
  readonly level: number;
  /** The logger that is there for it; without one it is a new logger of the module. */
  readonly logger?: ModuleLogger | undefined;
}

/** Something that is started: an application, or a module that is run. */
export interface Program {
  readonly entry: Module;
  readonly app: App | undefined;
  /** The setups it surely goes through when it starts, conditional ones included. */
  readonly setups: readonly LoggingSetup[];
}
