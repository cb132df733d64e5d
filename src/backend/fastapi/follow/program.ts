import type { Python } from '../../../python/index.ts';
import type { Module } from '../../../python/project/module.ts';
import type { PyNode } from '../../../python/syntax/node.ts';
import { ancestors, childOfType, parts } from '../../../python/syntax/walk.ts';
import { isRunByHand, roleOf } from '../../roles.ts';
import type { App } from '../app.ts';
import { givenOf, type Arguments } from './arguments.ts';
import { call } from './call.ts';
import { memberOf } from './classes.ts';
import { newFrame, type Frame } from './frame.ts';
import { newMachine, type Machine } from './machine.ts';
import { runModule } from './modules.ts';
import { mayRoute, relevanceOf } from './relevance.ts';
import { runBlock } from './statements.ts';
import { textOf } from './text.ts';
import { forced, optionsOf, type Value } from './value.ts';

/** A module, and the application or factory in it, that a server is told to run. */
export interface Entry {
  readonly module: Module;
  readonly name: string;
}

/** Runs a repository's program as its servers would: what they are told to run first, then whatever else makes or changes an application. */
export function followed(python: Python, apps: readonly App[], entries: readonly Entry[]): Machine | undefined {
  const [first] = apps;
  if (!first) return undefined;
  const { matters, imports, own } = relevanceOf(python.layout, [...new Set(apps.flatMap(({ subclass }) => subclass ?? []))]);
  const machine = newMachine(python, matters, first.module);
  for (const entry of entries) if (matters(entry.module)) serve(machine, entry);
  const reaches = reachability(imports);
  const makers = [...new Set(apps.map(({ module }) => module))];
  const others = roleOf(first.module.path) === 'service' ? python.layout.modules.filter((module) => roleOf(module.path) === 'service' && own(module)) : [];
  const imported = new Set(others.flatMap((module) => imports(module)));
  const tops = others.filter((module) => !imported.has(module) && !isRunByHand(module.path) && makers.some((maker) => reaches(module, maker)));
  for (const module of [...tops, ...makers]) rooted(machine, module, () => runModule(module, machine));
  makeTheRest(machine, apps);
  const changed = [...new Set(machine.routers.map(({ made }) => made.module))];
  for (const module of others) if (!machine.modules.has(module) && changed.some((other) => reaches(module, other))) rooted(machine, module, () => runModule(module, machine));
  startUp(machine);
  return machine;
}

/** Runs the module, and the factory. */
function serve(machine: Machine, { module, name }: Entry): void {
  rooted(machine, module, () => {
    const value = runModule(module, machine).names.get(name);
    const factory = value && forced(value);
    if (factory?.kind === 'function' && mayRoute(factory.definition.text)) call(factory, nothing(module, factory.definition), newFrame('module', machine, module, undefined));
  });
}

function rooted<T>(machine: Machine, root: Module, run: () => T): T {
  machine.root = root;
  return run();
}

function reachability(imports: (module: Module) => readonly Module[]): (from: Module, to: Module) => boolean {
  const reached = new Map<Module, ReadonlySet<Module>>();
  const from = (module: Module): ReadonlySet<Module> => {
    const found = new Set([module]);
    for (const one of found) for (const next of imports(one)) found.add(next);
    reached.set(module, found);
    return found;
  };
  return (module, to) => (reached.get(module) ?? from(module)).has(to);
}

function nothing(module: Module, node: PyNode): Arguments {
  return { module, node, positional: [], named: new Map(), open: false };
}

/** Applications that nothing made so far: their factories are called, their classes made, and what runs only as a script is run. */
function makeTheRest(machine: Machine, apps: readonly App[]): void {
  const isMade = ({ node }: App): boolean => machine.routers.some(({ made }) => made.node === node);
  for (const app of apps) {
    if (isMade(app)) continue;
    const frame = rooted(machine, app.module, () => runModule(app.module, machine));
    const [outermost, ...inner] = [...ancestors(app.node)].filter(({ type }) => type === 'function_definition' || type === 'class_definition').reverse();
    if (!outermost) runAsScript(app.module, frame);
    const value = outermost && valueOf(frame, outermost);
    if (!value) continue;
    const made = call(value, nothing(app.module, outermost), frame);
    const [method] = inner;
    if (isMade(app) || made.kind !== 'instance' || method?.type !== 'function_definition') continue;
    const member = memberOf(made.of, nameOf(method), made);
    if (member?.kind === 'function') call(member, nothing(app.module, method), frame);
  }
}

function valueOf(frame: Frame, definition: PyNode): Value | undefined {
  const value = frame.names.get(nameOf(definition));
  return value ? optionsOf(value).find((option) => (option.kind === 'function' || option.kind === 'class') && option.definition === definition) : undefined;
}

function nameOf(definition: PyNode): string {
  return childOfType(definition, 'identifier')?.text ?? '';
}

/** Runs what stands under `if __name__ == "__main__"`. */
function runAsScript(module: Module, frame: Frame): void {
  frame.names.set('__name__', textOf('__main__'));
  for (const statement of parts(module.tree.root)) {
    const block = statement.type === 'if_statement' && /\b__name__\b/.test(parts(statement)[0]?.text ?? '') ? childOfType(statement, 'block') : undefined;
    if (block) runBlock(block, frame);
  }
}

/** Runs what applications run when they start: routes that come only then are late. */
function startUp(machine: Machine): void {
  for (const router of machine.routers.filter(({ isApp }) => isApp)) {
    const functions = router.events.flatMap((event) => (event.kind === 'event' && event.event === 'startup' ? [event.function] : []));
    machine.root = router.root;
    machine.late = true;
    for (const value of [...functions, ...(router.lifespan ? [router.lifespan.function] : [])]) {
      const known = forced(value);
      if (known.kind !== 'function') continue;
      const { module, node } = router.made;
      const frame = newFrame('module', machine, module, undefined);
      const given = router.lifespan?.function === value ? [givenOf({ kind: 'router', router }, node, frame)] : [];
      call(known, { ...nothing(known.module, known.definition), positional: given }, frame);
    }
    machine.late = false;
  }
}
