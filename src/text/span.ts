/** A stretch of a text: UTF-16 code-unit offsets, half open (`start` included, `end` not). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether `outer` covers all of `inner`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
