import type { OwnException } from './exceptions.ts';

/** Exceptions of a service under one base class of its own. */
export interface ExceptionHierarchy {
  readonly base: OwnException;
  /** Those that derive from it, directly or not, in their order. */
  readonly subclasses: readonly OwnException[];
}

/**
 * The hierarchies among some exceptions: classes of the repository that have subclasses there, or that carry an HTTP status for those to come; in their
 * order. A class below `HTTPException` is the base of one only when it has subclasses.
 */
export function hierarchiesOf(exceptions: readonly OwnException[]): readonly ExceptionHierarchy[] {
  return exceptions.flatMap((base): ExceptionHierarchy[] => {
    if (base.parent !== undefined) return [];
    const subclasses = exceptions.filter((one) => one !== base && baseOf(one) === base);
    return subclasses.length > 0 || (base.status !== undefined && base.root !== 'http') ? [{ base, subclasses }] : [];
  });
}

/** The furthest ancestor in the repository. */
function baseOf(exception: OwnException): OwnException {
  return exception.parent ? baseOf(exception.parent) : exception;
}
