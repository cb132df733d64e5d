import type { PlainTable } from '../formats/toml/read-data.ts';
import { paramMistakes, type KnownParams, type Params } from './params.ts';
import { beginReading, complain, didYouMean, expectKeys, optionalTextAt, tableAt, tablesIn, textAt, textsAt, type Problem, type Reading } from './problem.ts';
import type { Rule } from './rule.ts';

/** Parameters by rule. */
export type RuleParams = ReadonlyMap<string, Params>;

/** What one `<standard>.toml` says by itself, before the standard it extends is looked at. */
export interface StandardFile {
  readonly reading: Reading;
  readonly id: string;
  readonly title: string;
  /** Markdown, one paragraph; `''` for none. */
  readonly description: string;
  readonly extends: string | undefined;
  /** The level in force where a repository names none. */
  readonly level: string | undefined;
  /** Rules of the extended standard that are not asked for here. */
  readonly off: readonly string[];
  readonly rules: RuleParams;
  readonly levels: ReadonlyMap<string, RuleParams>;
  readonly assumed: RuleParams;
  /** Options by codemod. */
  readonly codemods: RuleParams;
}

const KEYS = ['id', 'title', 'description', 'extends', 'level', 'off', 'rules', 'levels', 'assumed', 'codemods'];

/** Reads the shape of a standard's file. What it says of rules is checked by `checkStandardFile`. */
export function readStandardFile(id: string, name: string, text: string): StandardFile {
  const reading = beginReading(name, text);
  const { data } = reading.file;
  const broken = reading.problems.length > 0;
  if (!broken) {
    expectKeys(reading, [], data, KEYS);
    if (textAt(reading, [], data, 'id') !== id) complain(reading, ['id'], `The id must be \`${id}\`, as the file is called.`, undefined);
  }
  return {
    reading,
    id,
    title: broken ? '' : textAt(reading, [], data, 'title'),
    description: optionalTextAt(reading, [], data, 'description')?.trim() ?? '',
    extends: optionalTextAt(reading, [], data, 'extends'),
    level: optionalTextAt(reading, [], data, 'level'),
    off: textsAt(reading, [], data, 'off'),
    rules: paramsAt(reading, [], data, 'rules'),
    levels: new Map([...tablesIn(reading, ['levels'], tableAt(reading, [], data, 'levels'))].map(([level, table]) => [level, levelRules(reading, level, table)])),
    assumed: paramsAt(reading, [], data, 'assumed'),
    codemods: paramsAt(reading, [], data, 'codemods'),
  };
}

function levelRules(reading: Reading, level: string, table: PlainTable): RuleParams {
  expectKeys(reading, ['levels', level], table, ['rules']);
  return paramsAt(reading, ['levels', level], table, 'rules');
}

function paramsAt(reading: Reading, path: readonly string[], table: PlainTable, key: string): RuleParams {
  return tablesIn(reading, [...path, key], tableAt(reading, path, table, key));
}

/** Everything a standard's file says about rules with the parameters it gives them, for learning which parameters there are. */
export function paramsGiven({ rules, levels, assumed }: StandardFile): (readonly [string, Params])[] {
  return [...rules, ...[...levels.values()].flatMap((level) => [...level]), ...assumed];
}

/** Complains about rules and codemods that do not exist, and about parameters that a rule does not have. */
export function checkStandardFile(file: StandardFile, rules: ReadonlyMap<string, Rule>, known: KnownParams): readonly Problem[] {
  const { reading } = file;
  const check = (path: readonly string[], given: RuleParams): void => {
    for (const [rule, params] of given) {
      if (!rules.has(rule)) complain(reading, [...path, rule], `There is no rule \`${rule}\`.`, didYouMean(rule, rules.keys()));
      else for (const { key, message, hint } of paramMistakes(known, rule, params)) complain(reading, [...path, rule, key], message, hint);
    }
  };
  check(['rules'], file.rules);
  for (const [level, given] of file.levels) check(['levels', level, 'rules'], given);
  check(['assumed'], file.assumed);
  const codemods = new Set([...rules.values()].flatMap(({ codemod }) => codemod ?? []));
  for (const id of file.codemods.keys()) {
    if (!codemods.has(id)) complain(reading, ['codemods', id], `There is no codemod \`${id}\`.`, didYouMean(id, codemods));
  }
  file.off.forEach((rule, index) => {
    if (!rules.has(rule)) complain(reading, ['off', index], `There is no rule \`${rule}\`.`, didYouMean(rule, rules.keys()));
    else if (file.rules.has(rule)) complain(reading, ['off', index], `The rule \`${rule}\` is asked for in \`rules\` as well.`, 'Take it out of one of the two.');
  });
  return reading.problems;
}
