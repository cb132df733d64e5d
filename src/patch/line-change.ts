/** A run of lines that gives way to another: line numbers from 0, half open. One of the two runs may be empty, never both. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}
