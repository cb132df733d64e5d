import { calleeOf, deepDescendants, type Binding, type Module, type PyNode, type RepositoryView } from '#pystd';
import { bodyOf, type Run } from './run.ts';
import type { Obstacle } from './model.ts';

/**
 * Why the route could notice that objects are let go earlier. A session knows an object only as long as somebody holds it: what a relationship leads to, or `get` asks for, is loaded
 * again once the names of the run are gone, and an asynchronous session cannot do so on its own.
 */
export function obstacleOfLoaded(view: RepositoryView, module: Module, definition: PyNode, { statements, flow: { outputs } }: Run): Obstacle | undefined {
  const [first] = statements;
  const last = statements.at(-1);
  const rest = last ? bodyOf(definition).filter(({ start }) => start >= last.end) : [];
  if (!first || !last || rest.length === 0) return undefined;
  const bindings = [...(module.names.scopeInside(definition)?.bindings ?? [])].flatMap(([name, all]) => (outputs.includes(name) ? [] : all.filter(({ node }) => first.start <= node.start && node.end <= last.end)));
  const dropped = bindings.find((binding) => mayHoldObjects(view, module, binding));
  if (!dropped) return undefined;
  const names = relationshipsOf(view);
  const code = rest.map(({ text }) => text).join('\n');
  const own = rest.flatMap((statement) => [...deepDescendants(statement, () => true)]).find((node) => node.type === 'attribute' && names.has(node.children.at(-1)?.text ?? ''));
  const again = rest.flatMap((statement) => [...deepDescendants(statement, () => true)]).find(({ type, text }) => type === 'call' && /^(?:await\s+)?\w*(?:db|session)\w*\.get\(/i.test(text));
  const shown = own ?? again ?? (/\bTemplateResponse\b/.test(code) ? rest.find(() => isNamedInTemplates(view, names)) : undefined);
  return shown && { node: shown, because: `Afterwards the route reads what may have been loaded through \`${dropped.name}\`, which nobody would hold any more.` };
}

/** Whether a value may be an object that a session knows: what libraries other than those of the database make of plain values is none. */
function mayHoldObjects({ python }: RepositoryView, module: Module, { how }: Binding): boolean {
  const value = 'value' in how ? how.value : undefined;
  return value !== undefined && [...deepDescendants(value, () => true)].some((node) => {
    const callee = node.type === 'call' ? calleeOf(node) : undefined;
    if (!callee) return false;
    const symbol = python.symbolOf(module, callee);
    return symbol.kind === 'external' ? /^(?:sqlalchemy|sqlmodel)\b/.test(symbol.name) : symbol.kind !== 'builtin';
  });
}

/** The names of the relationships of a repository's models. */
function relationshipsOf({ python }: RepositoryView): ReadonlySet<string> {
  const texts = [...new Set([...python.layout.holding('relationship('), ...python.layout.holding('Relationship(')])].map(({ text }) => text);
  return new Set(texts.flatMap((text) => [...text.matchAll(/^[ \t]+(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)?[rR]elationship\(|\bback_?ref\s*=\s*(?:backref\()?\s*["'](\w+)["']/gm)].flatMap(([, one, other]) => one ?? other ?? [])));
}

/** Whether a page may read one of the names; pages that nobody has read may. */
function isNamedInTemplates({ repo }: RepositoryView, names: ReadonlySet<string>): boolean {
  const isPage = (path: string): boolean => /\.(?:html?|jinja2?|j2|txt|xml)$/.test(path);
  if (names.size === 0) return false;
  return [...repo.opaque.keys()].some(isPage) || [...repo.files.values()].some(({ path, text }) => isPage(path) && [...text.matchAll(/\.(\w+)/g)].some(([, name = '']) => names.has(name)));
}
