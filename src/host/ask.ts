import { createInterface } from 'node:readline';

/** Questions to the person at the terminal, one after the other. */
export interface Conversation {
  /** Asks on stderr and reads one line from stdin; `undefined` when there will be no more lines. */
  ask(question: string): Promise<string | undefined>;
  end(): void;
}

/**
 * Begins to listen. One listener serves all questions, so that answers typed ahead are not lost between them. Ctrl-C is the signal
 * it is everywhere else, although a terminal that is being read gives it as a key.
 */
export function beginConversation(): Conversation {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const lines = terminal[Symbol.asyncIterator]();
  terminal.on('SIGINT', () => {
    // Closing would end the questions first, and the program might act on that before it hears the signal.
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.kill(process.pid, 'SIGINT');
  });
  return {
    ask: async (question) => {
      terminal.setPrompt(question);
      terminal.prompt();
      const next = await lines.next();
      return next.done === true ? undefined : next.value;
    },
    end: () => terminal.close(),
  };
}
