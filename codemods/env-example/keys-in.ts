import { parseDotenv, type DotenvLine } from '#pystd';

/** One key of an example, set or commented out. */
export interface Key {
  readonly key: string;
  readonly line: DotenvLine;
  readonly isSet: boolean;
}

/** The keys of an example with their lines, in order. */
export function keyLines(text: string): readonly Key[] {
  return parseDotenv(text).flatMap((line): readonly Key[] => {
    if (line.kind === 'variable') return [{ key: line.variable.key, line, isSet: true }];
    return line.kind === 'comment' && line.offers ? [{ key: line.offers.key, line, isSet: false }] : [];
  });
}

/** The keys of an example. */
export function keysIn(text: string): readonly string[] {
  return keyLines(text).map(({ key }) => key);
}
