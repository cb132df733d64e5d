import { createInterface } from 'node:readline/promises';

/** Asks on stderr and reads one line from stdin. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
