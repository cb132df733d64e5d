import type { Flow, FreeName, Module, NewImport, PyNode, Span } from '#pystd';

/** A parameter of a method: what the route gives it. */
export interface Parameter {
  readonly name: string;
  /** As the new module writes it; `undefined` where it is not known: nothing is guessed. */
  readonly annotation: string | undefined;
}

/** A repository that moved code works with. */
export interface UsedRepository {
  readonly name: string;
  /** The constructions in the code: `BookRepository(db)`. */
  readonly sites: readonly PyNode[];
}

/** A handler of which a run of statements becomes a method of a service. */
export interface Extraction {
  readonly module: Module;
  readonly definition: PyNode;
  readonly name: string;
  /** The statements that move: neighbours in the body of the handler. */
  readonly statements: readonly PyNode[];
  /** Their text in the handler, with the comments that belong to it. */
  readonly span: Span;
  /** Whether all statements of the handler move. */
  readonly isWhole: boolean;
  readonly flow: Flow;
  readonly session: Session | undefined;
  readonly parameters: readonly Parameter[];
  /** The annotation of what the method returns; `undefined` where nobody says. */
  readonly returns: string | undefined;
  readonly repositories: readonly UsedRepository[];
  /** What the code reads from its module, of which the new module needs imports or definitions. */
  readonly outer: readonly FreeName[];
  readonly imports: readonly NewImport[];
  /** Imports for type checkers only. */
  readonly forTypes: readonly NewImport[];
  /** Modules of the repository that these imports run. */
  readonly runs: readonly Module[];
  /** Statements at the top of the old module that have to come along. */
  readonly along: readonly PyNode[];
  /** Relative imports inside the code, as they are written at its new place. */
  readonly rebases: readonly { readonly node: PyNode; readonly dotted: string }[];
  /** Whether the code raises HTTP exceptions. */
  readonly raisesHttp: boolean;
}

/** The session that a handler works with, as its code names it. */
export interface Session {
  readonly name: string;
  /** Dotted name of its class. */
  readonly type: string;
  readonly uses: readonly PyNode[];
}

/** Why a handler stays as it is: a full sentence about the node. */
export interface Obstacle {
  readonly node: PyNode;
  readonly because: string;
}

/** How large the body of a handler is. */
export interface Measures {
  readonly statements: number;
  readonly queries: number;
  readonly branches: number;
}
