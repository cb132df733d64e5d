import pc from 'picocolors';
import type { Paint } from '../report/paint.ts';
import type { Progress } from '../engine/run.ts';
import type { CommonFlags } from './flags.ts';

/** The colours of a terminal, or none: `--color`, `--no-color`, else what the environment says (`NO_COLOR`, a pipe). */
export function paintFor({ color }: Pick<CommonFlags, 'color'>): Paint {
  return pc.createColors(color ?? pc.isColorSupported);
}

/** Says something beside the result: to stderr, unless `--quiet`. */
export function tell({ quiet }: Pick<CommonFlags, 'quiet'>, sentence: string): void {
  if (!quiet) process.stderr.write(`${sentence}\n`);
}

/** A line on stderr that shows which codemod is running; only on a terminal. */
export function progressLine({ quiet }: Pick<CommonFlags, 'quiet'>): { readonly progress: Progress; readonly end: () => void } {
  if (quiet || !process.stderr.isTTY) return { progress: () => {}, end: () => {} };
  const clear = '\r\u001B[2K';
  return {
    progress: (codemod, done, total) => void process.stderr.write(`${clear}${done + 1}/${total} ${codemod}`),
    end: () => void process.stderr.write(clear),
  };
}

/** Writes a result to stdout and waits until it is out: a pipe may be slower than we are. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error && (error as NodeJS.ErrnoException).code !== 'EPIPE' ? reject(error) : resolve()));
  });
}
