/** How many answers are kept: enough for those who look at one file in turn, and for the proofs of its changes. */
const MOST = 16;

/** A function of a text that keeps its last answers, for readers of which several look at the same text. Answers are shared and may not be changed. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    const answer = found ?? read(text);
    // What was asked for last stands at the end.
    known.delete(text);
    known.set(text, answer);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
