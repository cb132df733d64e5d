declare module 'spdx-expression-parse' {
  /** Parses an SPDX licence expression; throws when it is none. */
  export default function parse(text: string): unknown;
}
