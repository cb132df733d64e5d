import type { Node as TreeSitterNode, Tree } from 'web-tree-sitter';
import type { Span } from '../../text/span.ts';
import { nodeKind, type NodeKind } from './node-kind.ts';

/**
 * A node of a Python syntax tree (CST): every token and comment is there, white space lies between the nodes.
 * `type` is the grammar's name for it (`call`, `identifier`, `(`). Nodes are identical (`===`) when they are the same node.
 */
export interface PyNode extends Span {
  readonly type: string;
  /** `false` for punctuation and keywords. */
  readonly named: boolean;
  readonly parent: PyNode | undefined;
  readonly children: readonly PyNode[];
  readonly tree: PyTree;
  /** The source text of the node. */
  readonly text: string;
}

/** The syntax tree of one text. */
export interface PyTree {
  readonly text: string;
  readonly root: PyNode;
  /** Where the grammar gave up, if it did: such a file is never edited. */
  readonly error: Span | undefined;
}

/** Parses the text of a lazy tree with tree-sitter, and may release older ones meanwhile. */
export type RawParse = (tree: LazyTree) => Tree;

const NO_NODES: readonly LazyNode[] = [];

/**
 * A view of a tree-sitter node that reads its children on demand. tree-sitter's trees live in WebAssembly memory and must be deleted by hand;
 * a view outlives its tree: when children are asked for after the deletion, the text is parsed again and the same node is found by its place.
 */
export class LazyNode implements PyNode {
  readonly type: string;
  readonly named: boolean;
  readonly start: number;
  readonly end: number;
  readonly parent: LazyNode | undefined;
  readonly tree: LazyTree;
  readonly #index: number;
  /** What is below: the nodes, or before anybody asked the tree-sitter node that knows them. */
  #below: readonly LazyNode[] | TreeSitterNode;

  constructor(tree: LazyTree, parent: LazyNode | undefined, index: number, raw: TreeSitterNode, kind: NodeKind, type: string, start: number, end: number) {
    this.type = type;
    this.named = kind.named;
    this.start = start;
    this.end = end;
    this.parent = parent;
    this.tree = tree;
    this.#index = index;
    this.#below = kind.isLeaf ? NO_NODES : raw;
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get children(): readonly LazyNode[] {
    if (!isList(this.#below)) this.#below = this.tree.childrenOf(this, this.raw());
    return this.#below;
  }

  /** The tree-sitter node, of a living tree. */
  raw(): TreeSitterNode {
    this.tree.revive();
    const below = this.#below;
    if (!isList(below) && this.tree.owns(below)) return below;
    if (!this.parent) return this.tree.rawRoot();
    const above = this.parent.raw();
    const raw = above.child(this.#index) ?? above;
    if (!isList(below)) this.#below = raw;
    return raw;
  }
}

/** `Array.isArray` alone does not narrow a readonly array. */
function isList(below: readonly LazyNode[] | TreeSitterNode): below is readonly LazyNode[] {
  return Array.isArray(below);
}

/** A syntax tree whose WebAssembly half can be let go at any time. */
export class LazyTree implements PyTree {
  readonly text: string;
  readonly root: LazyNode;
  readonly error: Span | undefined;
  readonly #parse: RawParse;
  #tree: Tree | undefined;

  constructor(text: string, parse: RawParse) {
    this.text = text;
    this.#parse = parse;
    const tree = parse(this);
    this.#tree = tree;
    this.error = tree.rootNode.hasError ? firstError(tree.rootNode) : undefined;
    const { rootNode } = tree;
    const kind = nodeKind(tree.language, rootNode.typeId);
    this.root = new LazyNode(this, undefined, 0, rootNode, kind, kind.type, rootNode.startIndex, rootNode.endIndex);
  }

  revive(): void {
    if (this.#tree) return;
    this.#tree = this.#parse(this);
  }

  rawRoot(): TreeSitterNode {
    this.revive();
    if (!this.#tree) throw new Error('A revived tree is gone.');
    return this.#tree.rootNode;
  }

  /** Whether a tree-sitter node is of the tree that is alive now. */
  owns(raw: TreeSitterNode): boolean {
    return raw.tree === this.#tree;
  }

  /** Frees the WebAssembly memory; nodes stay usable. */
  release(): void {
    this.#tree?.delete();
    this.#tree = undefined;
  }

  childrenOf(parent: LazyNode, raw: TreeSitterNode): readonly LazyNode[] {
    const { language } = raw.tree;
    const isStarrable = STARRABLE.has(parent.type);
    return raw.children.map((child, index) => {
      const kind = nodeKind(language, child.typeId);
      const start = isStarrable && raw.startIndex === child.startIndex ? parent.start : STARRABLE.has(kind.type) ? startOf(child, this.text) : child.startIndex;
      // Where the grammar met an error a token may be missing, and then it is nowhere as long as its type.
      const end = kind.isToken && !this.error ? child.startIndex + kind.type.length : child.endIndex;
      return new LazyNode(this, parent, index, child, kind, typeOf(child, kind.type), start, end);
    });
  }
}

/**
 * The grammar's two silent misreadings are put right here, once.
 * `type(x).attr = v` is read as a type alias: it is an assignment. (`*f(x)`: see `startOf`.)
 */
function typeOf(raw: TreeSitterNode, type: string): string {
  if (type === 'type_alias_statement') {
    const left = raw.namedChildren[0];
    let first = left;
    while (first && first.type !== 'parenthesized_expression' && first.firstNamedChild) first = first.firstNamedChild;
    if (first?.type === 'parenthesized_expression') return 'misread_type_call';
  }
  return type;
}

/** Expressions the grammar lets begin with a star that is not theirs. */
const STARRABLE: ReadonlySet<string> = new Set(['call', 'attribute', 'subscript', 'binary_operator']);

/** In `[*shop.find(x)]` and `*f(x), 1` the star is read as part of the first name: every expression that begins with that name starts after it. */
function startOf(raw: TreeSitterNode, text: string): number {
  if (text[raw.startIndex] !== '*') return raw.startIndex;
  let first: TreeSitterNode | null = raw;
  while (first && STARRABLE.has(first.type)) first = first.firstChild;
  return (first?.type === 'list_splat' ? first.namedChildren[0]?.startIndex : undefined) ?? raw.startIndex;
}

/** The first place where the grammar met something it does not know, or missed something it expects. */
function firstError(root: TreeSitterNode): Span {
  let node = root;
  for (;;) {
    const next = node.children.find((child) => child.hasError || child.isError || child.isMissing);
    if (!next) return { start: node.startIndex, end: node.endIndex };
    node = next;
    if (node.isError || node.isMissing) return { start: node.startIndex, end: node.endIndex };
  }
}
