import type { Python } from '../../../python/index.ts';
import type { InModule, Module } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import type { Condition, Unclear } from '../model.ts';
import type { Frame } from './frame.ts';
import type { Moment, Router } from './router.ts';

/** The state of one run through a program. Everything else is a function of it. */
export interface Machine {
  readonly python: Python;
  /** Whether running a module may do something to an application, or make one. */
  readonly matters: (module: Module) => boolean;
  /** Modules that ran, or are running, with their names. */
  readonly modules: Map<Module, Frame>;
  /** Applications and routers in the order in which they are made. */
  readonly routers: Router[];
  /** The calls that did something to an application or router. */
  readonly done: Set<PyNode>;
  /** What is done to something that cannot be told, with the root it was met under. */
  readonly unplaced: { readonly root: Module; readonly unclear: Unclear }[];
  /** The functions that ran. */
  readonly ran: Set<PyNode>;
  /** The functions that run now. */
  readonly running: Set<PyNode>;
  /** The conditions under which the program runs here. */
  conditions: readonly Condition[];
  /** Whether this happens when an application starts up. */
  late: boolean;
  /** The module that was run first. */
  root: Module;
  time: number;
  steps: number;
}

/** More steps than this are no program that sets up its routes. */
const MOST_STEPS = 600_000;

/** More calls inside each other than this are left alone. */
export const MOST_CALLS = 24;

/** A machine that has run nothing. */
export function newMachine(python: Python, matters: Machine['matters'], root: Module): Machine {
  return { python, matters, modules: new Map(), routers: [], done: new Set(), unplaced: [], ran: new Set(), running: new Set(), conditions: [], late: false, root, time: 0, steps: 0 };
}

/** Counts a step; `false` when there were too many. */
export function stepped(machine: Machine): boolean {
  machine.steps += 1;
  return machine.steps <= MOST_STEPS;
}

/** Whether the machine gave up. */
export function isExhausted({ steps }: Machine): boolean {
  return steps > MOST_STEPS;
}

/** When something happens that is done at `site`. */
export function momentOf(machine: Machine, site: InModule): Moment {
  machine.time += 1;
  machine.done.add(site.node);
  return { time: machine.time, conditions: machine.conditions, late: machine.late, root: machine.root, site };
}

/** Runs something under one more condition. */
export function under<T>(machine: Machine, condition: Condition | undefined, run: () => T): T {
  const before = machine.conditions;
  if (condition) machine.conditions = [...before, condition];
  const result = run();
  machine.conditions = before;
  return result;
}
