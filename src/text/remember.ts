/** How many characters of texts are remembered: those of all files of one kind that a repository has, as a rule. */
const MOST_CHARACTERS = 1024 * 1024;

/** However long they are, these many texts are: one and what is made of it. */
const FEWEST = 2;

/** A function of a text that keeps its last answers, for readers of which several look at the same text. Answers are shared and may not be changed. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  let characters = 0;
  return (text) => {
    const found = known.get(text);
    const answer = found ?? read(text);
    // What was asked for last stands at the end.
    if (!known.delete(text)) characters += text.length;
    known.set(text, answer);
    for (const oldest of known.keys()) {
      if (characters <= MOST_CHARACTERS || known.size <= FEWEST) break;
      known.delete(oldest);
      characters -= oldest.length;
    }
    return answer;
  };
}

/** A function of a text that keeps only its last answer, for a question that many ask of the same text before anybody asks it of the next. */
export function rememberedOnce<T>(read: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly answer: T } | undefined;
  return (text) => {
    if (text !== last?.text) last = { text, answer: read(text) };
    return last.answer;
  };
}

/**
 * Answers about something that never changes, such as a snapshot, each found once: by the object it is about and a key. They go when the object goes.
 *
 *     const projects = rememberedFor<Snapshot, string, string>();
 *     projects(snapshot, folder, () => search(snapshot, folder))
 */
export function rememberedFor<O extends object, K, T>(): (owner: O, key: K, find: () => T) => T {
  const known = new WeakMap<O, Map<K, T>>();
  return (owner, key, find) => {
    const answers = known.get(owner) ?? new Map<K, T>();
    known.set(owner, answers);
    const found = answers.get(key);
    if (found !== undefined) return found;
    const answer = find();
    answers.set(key, answer);
    return answer;
  };
}
