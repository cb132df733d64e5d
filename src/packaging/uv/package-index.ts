/** One `[[tool.uv.index]]`. */
export interface UvIndex {
  readonly name: string;
  readonly url: string;
  readonly format?: 'flat';
  readonly default?: true;
  readonly explicit?: true;
}
