import { blockOf, deepDescendants, lineOf, statementsOf, undecorated, type PyNode, type RepositoryView } from '#pystd';
import type { HandlerFacts } from './handlers.ts';
import type { ServiceHome } from './home.ts';
import type { Obstacle } from './model.ts';

/** Why statements would mean something else in a method (language reference, 6.2.1: private name mangling; 3.3.3.6: `__class__`). */
export function obstacleInMethod(statements: readonly PyNode[], session: readonly PyNode[]): Obstacle | undefined {
  for (const node of statements.flatMap((statement) => [...deepDescendants(statement, () => true)])) {
    if (node.type !== 'identifier') {
      const isShown = node.type === 'interpolation' && node.children.some(({ type }) => type === '=') && session.some((use) => node.start <= use.start && use.end <= node.end);
      if (isShown) return { node, because: `\`${node.text}\` shows what the session is called.` };
      continue;
    }
    const isAttribute = node.parent?.type === 'attribute' && node.parent.children[0] !== node;
    if (node.text === 'self' && !isAttribute) return { node, because: 'It has something named `self`.' };
    if (node.text === '__class__' && !isAttribute) return { node, because: '`__class__` means the class it stands in.' };
    if (isMangled(node.text)) return { node, because: `Inside a class \`${node.text}\` becomes another name.` };
  }
  return undefined;
}

/** Why a handler's name cannot be that of a method. */
export function obstacleToName(view: RepositoryView, { name, node, module }: HandlerFacts, home: ServiceHome): Obstacle | undefined {
  if (isMangled(name)) return { node, because: `Inside a class \`${name}\` becomes another name.` };
  if (/^__\w+__$/.test(name)) return { node, because: `Python calls a method named \`${name}\` itself.` };
  if (home.kind === 'new') return name === 'session' ? { node, because: 'A service keeps its session under that name.' } : undefined;
  const isThere = membersOf(home.definition).has(name);
  if (isThere) return { node, because: node.text.includes(`${home.name}(`) ? `Part of it is in \`${home.name}\`; the rest stands between statements that belong to the route.` : `\`${home.name}\` has a member of that name already.` };
  const { classes: [, ...bases], outside } = lineOf(view.python, { module: home.module, node: home.definition });
  if (bases.some((base) => membersOf(base.node).has(name))) return { node, because: `A base of \`${home.name}\` has a member of that name already.` };
  const stranger = outside.find((base) => !(base.kind === 'builtin' && base.name === 'object') && !(base.kind === 'external' && /^(?:abc\.ABC|typing\.(?:Generic|Protocol))$/.test(base.name)));
  if (stranger) return { node, because: `What a base of \`${home.name}\` has already cannot be told.` };
  const hides = [...deepDescendants(home.definition, () => true)].some((one) => one.type === 'type' && new RegExp(`\\b${name}\\b`).test(one.text));
  return hides || module === home.module ? { node, because: `In \`${home.name}\` the name means something else.` } : undefined;
}

/** The methods of a class, what its body assigns, and the attributes that its methods set. */
function membersOf(definition: PyNode): ReadonlySet<string> {
  const block = blockOf(definition);
  const declared = (block ? statementsOf(block) : []).flatMap((statement) => {
    const one = undecorated(statement);
    const [target] = one.type === 'expression_statement' ? (one.children[0]?.children ?? []) : one.children.filter(({ type }) => type === 'identifier');
    return target?.type === 'identifier' ? [target.text] : [];
  });
  const set = [...definition.text.matchAll(/\bself\.(\w+)\s*(?::[^=\n]+)?=(?!=)/g)].map(([, name = '']) => name);
  return new Set([...declared, ...set]);
}

/** Whether Python changes the name inside a class. */
function isMangled(name: string): boolean {
  return name.startsWith('__') && !name.endsWith('__');
}

/** Whether an annotation reads a name that a method of the same class hides. */
export function isHidden(annotation: string, handlers: readonly HandlerFacts[]): boolean {
  return handlers.some(({ name }) => new RegExp(`(?<!\\.)\\b${name}\\b`).test(annotation));
}

