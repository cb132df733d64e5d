import pc from 'picocolors';
import type { Paint } from '../report/paint.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Progress } from '../engine/run.ts';
import { UsageError } from './exit.ts';
import type { SpeechFlags } from './flags.ts';

/**
 * The colours for a stream, or none: `--color` and `--no-color` decide, then `NO_COLOR`, then `FORCE_COLOR` (`0` is a no); otherwise
 * only a terminal gets colours. A continuous integration job is none: its output ends up in files and comments as well.
 */
export function paintFor({ color }: Pick<SpeechFlags, 'color'>, stream: NodeJS.WriteStream): Paint {
  return pc.createColors(color ?? wantsColor(process.env, stream));
}

function wantsColor({ NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv, stream: NodeJS.WriteStream): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  // A stream that is no terminal has no such property at all, whatever its type says.
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Says something beside the result: to stderr, unless `--quiet`. */
export function tell({ quiet }: Pick<SpeechFlags, 'quiet'>, sentence: string): void {
  if (!quiet) process.stderr.write(`${sentence}\n`);
}

/** With `--verbose`, where in our code each codemod failed that did. */
export function tellStacks({ verbose }: Pick<SpeechFlags, 'verbose'>, outcomes: readonly Outcome[]): void {
  if (!verbose) return;
  for (const outcome of outcomes) if (outcome.kind === 'failed') process.stderr.write(`${outcome.codemod}: ${outcome.error.stack ?? outcome.error.message}\n`);
}

/** A line on stderr that shows which codemod is running; only on a terminal. */
export function progressLine({ quiet }: Pick<SpeechFlags, 'quiet'>): { readonly progress: Progress; readonly end: () => void } {
  if (quiet || !process.stderr.isTTY) return { progress: () => {}, end: () => {} };
  const clear = '\r\u001B[2K';
  return {
    progress: (codemod, done, total) => void process.stderr.write(`${clear}${done + 1}/${total} ${codemod}`),
    end: () => void process.stderr.write(clear),
  };
}

/**
 * Writes a result to stdout and waits until it is out: a pipe may be slower than we are. A reader that has seen enough is no failure.
 * @throws UsageError when stdout cannot be written, such as a file on a full disk.
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      const code = error && 'code' in error ? String(error.code) : error?.message;
      if (code === undefined || code === 'EPIPE') resolve();
      else reject(new UsageError(`The result could not be written: ${code}.`));
    });
  });
}
