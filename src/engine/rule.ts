import { isPlainList, isPlainTable, type PlainTable } from '../formats/toml/read-data.ts';
import { comparePaths } from '../repo/path.ts';
import type { Params } from './params.ts';
import { beginReading, complain, expectKeys, optionalTextAt, tableAt, tablesIn, textAt, wordAt, type Problem, type Reading } from './problem.ts';

/** Where in the source documents a rule comes from. */
export interface RuleSource {
  /** The number of the document. */
  readonly seed: string;
  readonly section: string;
  readonly sub: string | undefined;
  /** Line numbers and ranges, such as `5,11-13`. */
  readonly lines: string;
}

/** How far a machine can see whether a rule is kept: from the files, in part, or not at all. */
export type Detectable = 'static' | 'partial' | 'none';

/** How far a machine can mend it: keeping behaviour, with a review, by writing new files, or not at all. */
export type Fixable = 'auto-safe' | 'auto-review' | 'scaffold' | 'manual';

/** One thing a standard may ask for, stated once for all standards. */
export interface Rule {
  /** `<area>/<name>`. */
  readonly id: string;
  readonly area: string;
  /** A full sentence on how things are when the rule is kept. */
  readonly statement: string;
  readonly detect: Detectable;
  readonly detectHow: string;
  readonly fix: Fixable;
  readonly fixHow: string;
  /** The codemod that is to look after it, shipped or planned; `undefined` where none is. */
  readonly codemod: string | undefined;
  /** 1: core, 2: high, 3: normal, 4: advice. */
  readonly priority: 1 | 2 | 3 | 4;
  /** What holds where a standard says nothing else. */
  readonly params: Params;
  readonly sources: readonly RuleSource[];
}

const KEYS = ['statement', 'detect', 'detect_how', 'fix', 'fix_how', 'codemod', 'priority', 'params', 'sources'];

/** Reads every `rules/<area>.toml` among the files, in the order of their names and, inside one, of the text. */
export function readRules(files: ReadonlyMap<string, string>): { readonly rules: ReadonlyMap<string, Rule>; readonly problems: readonly Problem[] } {
  const rules = new Map<string, Rule>();
  const problems: Problem[] = [];
  for (const [name, text] of [...files].sort(([a], [b]) => comparePaths(a, b))) {
    const area = /^rules\/([a-z][a-z0-9-]*)\.toml$/.exec(name)?.[1];
    if (area === undefined) continue;
    const reading = beginReading(name, text);
    for (const [key, table] of tablesIn(reading, [], reading.file.data)) rules.set(`${area}/${key}`, readRule(reading, area, key, table));
    problems.push(...reading.problems);
  }
  return { rules, problems };
}

function readRule(reading: Reading, area: string, key: string, table: PlainTable): Rule {
  const path = [key];
  expectKeys(reading, path, table, KEYS);
  return {
    id: `${area}/${key}`,
    area,
    statement: textAt(reading, path, table, 'statement'),
    detect: wordAt(reading, path, table, 'detect', ['static', 'partial', 'none']),
    detectHow: textAt(reading, path, table, 'detect_how'),
    fix: wordAt(reading, path, table, 'fix', ['auto-safe', 'auto-review', 'scaffold', 'manual']),
    fixHow: textAt(reading, path, table, 'fix_how'),
    codemod: optionalTextAt(reading, path, table, 'codemod'),
    priority: wordAt(reading, path, table, 'priority', [1, 2, 3, 4]),
    params: tableAt(reading, path, table, 'params'),
    sources: readSources(reading, [...path, 'sources'], table['sources']),
  };
}

function readSources(reading: Reading, path: readonly string[], value: PlainTable[string] | undefined): RuleSource[] {
  if (!isPlainList(value) || value.length === 0 || !value.every(isPlainTable)) {
    complain(reading, path, '`sources` must list at least one place in a document.', undefined);
    return [];
  }
  return value.map((source, index) => {
    const here = [...path, index];
    expectKeys(reading, here, source, ['seed', 'section', 'sub', 'lines']);
    return {
      seed: textAt(reading, here, source, 'seed'),
      section: textAt(reading, here, source, 'section'),
      sub: optionalTextAt(reading, here, source, 'sub'),
      lines: textAt(reading, here, source, 'lines'),
    };
  });
}
