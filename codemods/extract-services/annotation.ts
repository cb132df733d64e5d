import { freeNamesOf, parts, type FreeName, type Module, type PyNode, type RepositoryView } from '#pystd';

/** An annotation that can be written in another module: its text, and the names it needs from where it stood. */
export interface PortableAnnotation {
  readonly text: string;
  readonly module: Module;
  readonly names: readonly FreeName[];
}

/** Aliases of aliases end somewhere. */
const MOST_HOPS = 5;

/** What an annotation says of a value, without what it tells FastAPI: `Annotated[User, Depends(current_user)]` and an alias of it are `User`. */
export function portableAnnotation(view: RepositoryView, module: Module, annotation: PyNode, hops = 0): PortableAnnotation | undefined {
  const inner = annotation.type === 'type' ? (parts(annotation)[0] ?? annotation) : annotation;
  const symbol = inner.type === 'identifier' || inner.type === 'attribute' ? view.python.symbolOf(module, inner) : undefined;
  const how = symbol?.kind === 'defined' && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  if (symbol?.kind === 'defined' && how?.kind === 'assignment') {
    return how.value && isAnnotated(view, symbol.module, how.value) && hops < MOST_HOPS ? portableAnnotation(view, symbol.module, how.value, hops + 1) : undefined;
  }
  if (isAnnotated(view, module, inner)) {
    const subject = inner.type === 'generic_type' ? parts(parts(inner)[1] ?? inner)[0] : parts(inner)[1];
    return subject && hops < MOST_HOPS ? portableAnnotation(view, module, subject, hops + 1) : undefined;
  }
  // What is in quotes may mean something that is there for type checkers only; in a `Literal` it is a value.
  if ((/["']/.test(inner.text) && !/^(?:\w+\.)?Literal\[(?:"[^"]*"|'[^']*'|[\w\s,-])*\]$/.test(inner.text)) || inner.text.includes('\n')) return undefined;
  return { text: inner.text, module, names: freeNamesOf(module, [inner]) };
}

function isAnnotated({ python }: RepositoryView, module: Module, node: PyNode): boolean {
  if (node.type !== 'subscript' && node.type !== 'generic_type') return false;
  const [head] = parts(node);
  const symbol = head && python.symbolOf(module, head);
  return symbol?.kind === 'external' && /^(?:typing|typing_extensions)\.Annotated$/.test(symbol.name);
}
