import type { Node as TreeSitterNode, Tree } from 'web-tree-sitter';
import type { Span } from '../../text/span.ts';

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
  #raw: TreeSitterNode | undefined;
  #epoch: number;
  #children: readonly LazyNode[] | undefined;

  constructor(tree: LazyTree, parent: LazyNode | undefined, index: number, raw: TreeSitterNode, type: string, start: number) {
    this.tree = tree;
    this.parent = parent;
    this.type = type;
    this.named = raw.isNamed;
    this.start = start;
    this.end = raw.endIndex;
    this.#index = index;
    this.#raw = raw;
    this.#epoch = tree.epoch;
    if (raw.childCount === 0) {
      this.#children = NO_NODES;
      this.#raw = undefined;
    }
  }

  get text(): string {
    return this.tree.text.slice(this.start, this.end);
  }

  get children(): readonly LazyNode[] {
    if (this.#children === undefined) {
      this.#children = this.tree.childrenOf(this, this.raw());
      this.#raw = undefined;
    }
    return this.#children;
  }

  /** The tree-sitter node, of a living tree. */
  raw(): TreeSitterNode {
    this.tree.revive();
    if (this.#raw === undefined || this.#epoch !== this.tree.epoch) {
      const above: TreeSitterNode = this.parent ? this.parent.raw() : this.tree.rawRoot();
      this.#raw = this.parent ? (above.child(this.#index) ?? above) : above;
      this.#epoch = this.tree.epoch;
    }
    return this.#raw;
  }
}

/** A syntax tree whose WebAssembly half can be let go at any time. */
export class LazyTree implements PyTree {
  readonly text: string;
  readonly root: LazyNode;
  readonly error: Span | undefined;
  /** Counts the times the text was parsed. */
  epoch = 0;
  readonly #parse: RawParse;
  #tree: Tree | undefined;

  constructor(text: string, parse: RawParse) {
    this.text = text;
    this.#parse = parse;
    const tree = parse(this);
    this.#tree = tree;
    this.epoch = 1;
    this.error = tree.rootNode.hasError ? firstError(tree.rootNode) : undefined;
    this.root = new LazyNode(this, undefined, 0, tree.rootNode, tree.rootNode.type, tree.rootNode.startIndex);
  }

  revive(): void {
    if (this.#tree) return;
    this.#tree = this.#parse(this);
    this.epoch++;
  }

  rawRoot(): TreeSitterNode {
    this.revive();
    if (!this.#tree) throw new Error('A revived tree is gone.');
    return this.#tree.rootNode;
  }

  /** Frees the WebAssembly memory; nodes stay usable. */
  release(): void {
    this.#tree?.delete();
    this.#tree = undefined;
  }

  childrenOf(parent: LazyNode, raw: TreeSitterNode): readonly LazyNode[] {
    return raw.children.map((child, index) => {
      const start = raw.startIndex === child.startIndex && STARRABLE.has(raw.type) ? parent.start : startOf(child, this.text);
      return new LazyNode(this, parent, index, child, typeOf(child), start);
    });
  }
}

/**
 * The grammar's two silent misreadings are put right here, once.
 * `type(x).attr = v` is read as a type alias: it is an assignment. (`*f(x)`: see `startOf`.)
 */
function typeOf(raw: TreeSitterNode): string {
  if (raw.type === 'type_alias_statement') {
    const left = raw.namedChildren[0];
    let first = left;
    while (first && first.type !== 'parenthesized_expression' && first.firstNamedChild) first = first.firstNamedChild;
    if (first?.type === 'parenthesized_expression') return 'misread_type_call';
  }
  return raw.type;
}

/** Expressions the grammar lets begin with a star that is not theirs. */
const STARRABLE: ReadonlySet<string> = new Set(['call', 'attribute', 'subscript', 'binary_operator']);

/** In `[*shop.find(x)]` and `*f(x), 1` the star is read as part of the first name: every expression that begins with that name starts after it. */
function startOf(raw: TreeSitterNode, text: string): number {
  if (!STARRABLE.has(raw.type) || text[raw.startIndex] !== '*') return raw.startIndex;
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
