import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import { statusIn, type CarriedStatus } from './status.ts';

/** An exception class of the repository. */
export interface OwnException extends ClassDefinition {
  /** The exception of the repository that it derives from. */
  readonly parent: OwnException | undefined;
  /**
   * What the line ends in outside the repository: `Exception` itself, another built-in class, the `HTTPException` of FastAPI or Starlette (which FastAPI
   * answers), or an exception of another distribution.
   */
  readonly root: 'exception' | 'builtin' | 'http' | 'library';
  /** The HTTP status that it or a parent carries: a number, or one that is given when it is raised. */
  readonly status: CarriedStatus | undefined;
}

const HTTP = /^(?:fastapi(?:\.exceptions)?|starlette\.exceptions)\.HTTPException$/;
const NAMED_SO = /(?:Exception|Error|Exit|Interrupt|Iteration|Warning|Group)$/;
/** Class statements at the margin, with their bases: modules without one that looks like an exception are not parsed. */
const CLASSES = /^class\s+(\w+)\s*\(([^)]*)\)/gm;

/** The exception classes at the top level of some modules, in their order; bases outside these modules count as another distribution's. */
export function ownExceptions(python: Python, modules: readonly Module[]): readonly OwnException[] {
  const classes = new Map<string, { readonly definition: ClassDefinition; readonly bases: readonly Symbol[] }>();
  for (const module of spelledIn(modules)) {
    if (!module.parses) continue;
    for (const definition of classesIn(module)) {
      const list = argumentListOf(definition.node);
      const bases = (list ? argumentsOf(list) : []).filter(({ name, unpacking }) => name === undefined && unpacking === undefined).map(({ value }) => python.symbolOf(module, value));
      classes.set(keyOf(module, definition.name), { definition, bases });
    }
  }
  const known = new Map<string, OwnException | undefined>();
  const exceptionAt = (key: string): OwnException | undefined => {
    if (known.has(key)) return known.get(key);
    // A class that derives from itself in the end is none.
    known.set(key, undefined);
    const found = classes.get(key);
    const exception = found && exceptionOf(found.definition, found.bases, (symbol) => exceptionAt(keyOf(symbol.module, symbol.name)), python);
    known.set(key, exception);
    return exception;
  };
  return [...classes.keys()].flatMap((key) => exceptionAt(key) ?? []);
}

/** The modules in which a class seems to derive from an exception, or from one that seems to be one. */
function spelledIn(modules: readonly Module[]): readonly Module[] {
  const spelled = modules.flatMap((module) => [...module.text.matchAll(CLASSES)].map(([, name = '', bases = '']) => ({ module, name, bases: bases.match(/\w+/g) ?? [] })));
  const names = new Set<string>();
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const { module, name, bases } of spelled) if (bases.some((base) => NAMED_SO.test(base) || names.has(base) || module.text.includes(` as ${base}`))) names.add(name);
  }
  return modules.filter((module) => spelled.some((one) => one.module === module && names.has(one.name)));
}

type Defined = Extract<Symbol, { kind: 'defined' }>;

function exceptionOf(definition: ClassDefinition, bases: readonly Symbol[], ownAt: (symbol: Defined) => OwnException | undefined, python: Python): OwnException | undefined {
  const parent = bases.map((base) => (base.kind === 'defined' && base.attributes.length === 0 ? ownAt(base) : undefined)).find((one) => one !== undefined);
  const root = parent?.root ?? bases.map(rootOf).find((one) => one !== undefined);
  if (root === undefined) return undefined;
  return { ...definition, parent, root, status: statusIn(definition, python) ?? parent?.status };
}

function rootOf(base: Symbol): OwnException['root'] | undefined {
  if (base.kind === 'builtin') return base.name === 'Exception' || base.name === 'BaseException' ? 'exception' : NAMED_SO.test(base.name) ? 'builtin' : undefined;
  if (base.kind !== 'external') return undefined;
  if (HTTP.test(base.name)) return 'http';
  return NAMED_SO.test(base.name) ? 'library' : undefined;
}

function classesIn(module: Module): ClassDefinition[] {
  return parts(module.tree.root).flatMap((statement): ClassDefinition[] => {
    const node: PyNode = undecorated(statement);
    const name = node.type === 'class_definition' ? childOfType(node, 'identifier')?.text : undefined;
    return name === undefined ? [] : [{ module, node, name }];
  });
}

function keyOf(module: Module, name: string): string {
  return `${module.path}:${name}`;
}
