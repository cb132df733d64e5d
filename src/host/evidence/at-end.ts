import { SIGNALS } from '../signals.ts';

/** Sees to it that something is done when this process ends, whoever ends it; gives the way to take that back. */
export function atEnd(action: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    action();
    stop();
    // Whoever else listens hears it as well; where nobody does, the process ends by it.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, end);
    process.off('exit', action);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  process.on('exit', action);
  return stop;
}
