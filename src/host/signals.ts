import { setImmediate as nextTurn } from 'node:timers/promises';

/** What ends a program from outside: Ctrl-C, a polite end, a closed terminal. */
export const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a synchronous piece of work that no Ctrl-C interrupts. A signal that comes meanwhile takes effect right afterwards, as if it
 * had come then: whoever listens for it hears it, and where nobody does the process ends by it. Nothing can hold SIGKILL.
 */
export async function withSignalsHeld<T>(critical: () => T): Promise<T> {
  const held = new Set<NodeJS.Signals>();
  const hold = (signal: NodeJS.Signals): void => void held.add(signal);
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return critical();
  } finally {
    // Signals reach listeners between turns of the event loop.
    await nextTurn();
    await nextTurn();
    for (const signal of SIGNALS) process.off(signal, hold);
    for (const signal of held) if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  }
}
