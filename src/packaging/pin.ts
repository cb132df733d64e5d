/** A line of a constraints file: this version where the marker holds. */
export interface Pin {
  readonly name: string;
  readonly version: string;
  /** PEP 508; `''` for everywhere. */
  readonly marker: string;
}
