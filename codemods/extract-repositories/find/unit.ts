import type { DataAccess, DataCall, DataSession, OwnType, PyNode, RouteHandler } from '#pystd';

/** A handler with what it does to its sessions. */
export interface Asking {
  readonly handler: RouteHandler;
  readonly access: DataAccess;
}

/** A piece of a handler that becomes one method of a repository. */
export interface Unit extends Asking {
  readonly session: DataSession;
  readonly model: OwnType;
  /** Statements of one block, in order and without gaps, that move whole. */
  readonly statements: readonly PyNode[];
  /** Names that the statements bind and that are read afterwards. */
  readonly outputs: readonly string[];
  /** Expressions whose values the method returns behind the outputs: of the statement after those that move, or a unit by themselves. */
  readonly tails: readonly PyNode[];
  /** Whether the one expression can be asked for where it stands; otherwise the answer gets a name before the statement. */
  readonly isInline: boolean;
  readonly awaits: boolean;
  /** The uses of the session that it covers, in document order. */
  readonly calls: readonly DataCall[];
}

/** Why something stays in the handler: a full sentence. */
export interface Left {
  readonly node: PyNode;
  readonly because: string;
}

/** The source that moves. */
export function piecesOf({ statements, tails }: Pick<Unit, 'statements' | 'tails'>): readonly PyNode[] {
  return [...statements, ...tails];
}
