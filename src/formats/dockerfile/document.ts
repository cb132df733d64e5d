import type { Span } from '../../text/span.ts';

/** A word of an instruction. */
export interface DockerWord {
  readonly span: Span;
  readonly raw: string;
  /** Quotes and escapes resolved, variables (`$X`, `${X}`) left as they are. */
  readonly value: string;
}

/** `--name=value` before an instruction's arguments. */
export interface DockerFlag {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

/** The body of a here-document, without the line that ends it. */
export interface DockerHeredoc {
  readonly name: string;
  readonly span: Span;
}

/** One instruction. */
export interface DockerInstruction {
  /** In capitals: `RUN`. For `ONBUILD RUN …` it is `RUN`, and `onBuild` is true. */
  readonly keyword: string;
  readonly onBuild: boolean;
  /** From the keyword (or `ONBUILD`) to the last character, line continuations and here-documents included. */
  readonly span: Span;
  readonly flags: readonly DockerFlag[];
  /** Behind keyword and flags, to the end of the last line (or of the first one, when here-documents follow). */
  readonly args: Span;
  readonly words: readonly DockerWord[];
  /** The strings of the JSON form (`CMD ["serve", "--port=80"]`), `undefined` for the shell form. Their spans take in the quotes. */
  readonly strings: readonly DockerWord[] | undefined;
  readonly heredocs: readonly DockerHeredoc[];
  /** The stage it is in, from 0; `undefined` before the first `FROM`. */
  readonly stage: number | undefined;
}

/** A build stage: `FROM --platform=… base AS name` and what follows. */
export interface DockerStage {
  readonly index: number;
  readonly from: DockerInstruction;
  readonly base: DockerWord | undefined;
  readonly name: string | undefined;
  readonly platform: string | undefined;
  /** The stage it continues, when `base` is the name of one above. */
  readonly parent: number | undefined;
  /** Without `FROM`. */
  readonly instructions: readonly DockerInstruction[];
}

/** A Dockerfile, read. */
export interface Dockerfile {
  readonly text: string;
  /** Ends a line that goes on: a backslash unless the `escape` directive says otherwise. */
  readonly escape: string;
  readonly instructions: readonly DockerInstruction[];
  readonly stages: readonly DockerStage[];
}
