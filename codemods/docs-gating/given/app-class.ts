import { argumentListOf, argumentsOf, blockOf, parts, type AppModel, type ClassDefinition, type Module, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';

/** The classes of the repository an application is an object of, its own first; a full sentence where they cannot be read. */
export type AppClass = { readonly line: readonly ClassDefinition[] } | { readonly because: string };

const FASTAPI: readonly string[] = ['fastapi.FastAPI', 'fastapi.applications.FastAPI'];

/** Reads the class of an application and its bases down to `FastAPI`. */
export function appClassOf({ module, callee, subclass = '' }: AppModel, task: Task<Options>): AppClass {
  const line: ClassDefinition[] = [];
  const add = (from: Module, name: PyNode): string | undefined => {
    const symbol = task.python.symbolOf(from, name);
    if (symbol.kind === 'external') return FASTAPI.includes(symbol.name) ? undefined : `The class \`${subclass}\` derives from \`${symbol.name}\`, which may decide where the docs are served.`;
    const how = symbol.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
    if (symbol.kind !== 'defined' || how?.kind !== 'class' || line.length > 5) return `The class \`${subclass}\` may already decide where the docs are served.`;
    const { definition } = how;
    if (definition.parent?.type === 'decorated_definition') return `The class \`${symbol.name}\` is decorated and may already decide where the docs are served.`;
    line.push({ module: symbol.module, node: definition, name: symbol.name });
    const list = argumentListOf(definition);
    for (const base of list ? argumentsOf(list) : []) {
      const problem = base.name === undefined && base.unpacking === undefined ? add(symbol.module, base.value) : `The class \`${symbol.name}\` is made in a way of its own.`;
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  const because = add(module, callee) ?? line.map((one) => overriding(one)).find((problem) => problem !== undefined);
  return because === undefined ? { line } : { because };
}

/** Methods in which FastAPI makes the pages or the object. */
function overriding(owner: ClassDefinition): string | undefined {
  if (methodOf(owner, '__new__')) return `\`${owner.name}.__new__\` may already decide where the docs are served.`;
  const setup = methodOf(owner, 'setup');
  const body = setup && blockOf(setup);
  const goesOn = body && parts(body).some((statement) => /^super\(\)\.setup\(\)$/.test(statement.text));
  return setup && !goesOn ? `\`${owner.name}.setup\` may already decide where the docs are served.` : undefined;
}

/** A method that a class defines itself. */
export function methodOf({ node }: ClassDefinition, name: string): PyNode | undefined {
  const body = blockOf(node);
  for (const statement of body ? parts(body) : []) {
    const definition = statement.type === 'decorated_definition' ? parts(statement).at(-1) : statement;
    if (definition?.type === 'function_definition' && parts(definition).some(({ type, text }) => type === 'identifier' && text === name)) return definition;
  }
  return undefined;
}
