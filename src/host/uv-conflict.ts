/** A pin of a constraints file: one `name==version`, perhaps with a marker behind it. */
const PIN = /^\s*([A-Za-z0-9][\w.-]*)==([^\s;,]+)/;

/** One line of a constraints file that pins a package. */
export interface PinLine {
  readonly line: string;
  readonly name: string;
  readonly version: string;
}

/** The pins of a constraints file; `undefined` stands for every other line. */
export function pinLines(text: string): (PinLine | undefined)[] {
  return text.split('\n').map((line) => {
    const [, name, version] = PIN.exec(line) ?? [];
    return name !== undefined && version !== undefined ? { line, name, version } : undefined;
  });
}

/**
 * The pins to give up when uv finds no solution with all of them, by uv's explanation: those that something asks for in vain, and those
 * that do not run on one of the Pythons. A package that only asks for another (`a>=1 depends on b>=2`) keeps its pin as long as there is
 * another one to blame. Empty when the explanation names no pin.
 */
export function pinsToDrop(explanation: string, pins: readonly PinLine[]): readonly PinLine[] {
  const words = explanation.replace(/\s+/g, ' ');
  const named = pins.filter((pin) => spelledAs(pin, `==${escaped(pin.version)}(?![\\w+!]|\\.\\w)`).test(words));
  const asks = (pin: PinLine): boolean => spelledAs(pin, '(?:[<>=!~][^ ]*)? depends on (?!Python\\b)').test(words);
  const fails = (pin: PinLine): boolean => spelledAs(pin, '(?:[<>=!~][^ ]*)? depends on Python\\b').test(words);
  const blamed = named.filter((pin) => fails(pin) || !asks(pin));
  return blamed.length > 0 ? blamed : named;
}

/** The package's name as uv writes it, with extras and a marker where it likes, and then `rest`. */
function spelledAs({ name }: PinLine, rest: string): RegExp {
  const spelled = name.split(/[-_.]+/).map(escaped).join('[-_.]+');
  return new RegExp(`(?<![\\w.-])${spelled}(?:\\[[^\\]]*\\])?(?:\\{[^}]*\\})?${rest}`, 'i');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Whether uv's words say that there are versions enough, only none that fits together. */
export function isConflict(output: string): boolean {
  return /No solution found when resolving/.test(output) && !isSignIn(output);
}

/** Whether an index would not let uv in. */
export function isSignIn(output: string): boolean {
  return /lack of valid authentication credentials|\b401 Unauthorized\b|\b403 Forbidden\b|Missing credentials/i.test(output);
}
