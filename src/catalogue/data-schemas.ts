import type { JsonSchema } from '../engine/catalogued.ts';
import type { KnownParams, ParamKind } from '../engine/params.ts';
import type { Rule } from '../engine/rule.ts';
import type { Standard } from '../engine/standard.ts';
import { optionsSchema, type Described } from './described.ts';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

const KINDS: Readonly<Record<ParamKind, string>> = { text: 'string', number: 'number', boolean: 'boolean', list: 'array', table: 'object' };

/** Everything the schemas of our data files are made from. */
export interface SchemaParts {
  readonly codemods: readonly Described[];
  readonly standards: readonly Standard[];
  readonly rules: ReadonlyMap<string, Rule>;
  readonly known: KnownParams;
}

/** The JSON Schema of `pystd.toml`, for completion and checking in editors. */
export function pystdSchema(parts: SchemaParts): JsonSchema {
  const { rules, standards } = parts;
  const withParams = [...rules.values()].filter(({ id }) => (parts.known.get(id)?.size ?? 0) > 0);
  const waiver = {
    rule: { ...ruleName(rules), description: 'The rule that need not be kept.' },
    reason: text('Why it need not be kept, for whoever reads it next year.'),
    approved_by: text('Who agreed.'),
    expires: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'The last day it holds, as YYYY-MM-DD. From the day after, the findings are back.' },
    paths: texts('Files it holds for, as patterns of a .gitignore; without this key all.'),
  };
  return {
    $schema: DRAFT,
    $comment: NOTE,
    title: 'pystd.toml',
    description: 'What a repository says to pystd: its standard, and where it differs.',
    type: 'object',
    additionalProperties: false,
    properties: {
      standard: { type: 'string', description: 'The standard: one of those shipped, or the path of a file of your own that ends in `.toml`.', examples: standards.map(({ id }) => id) },
      level: { type: 'string', description: 'The level of the standard, where it has levels.', examples: [...new Set(standards.flatMap(({ levels }) => levels))] },
      only: texts('Codemods to run, and no others.'),
      skip: texts('Codemods not to run.'),
      safety: { enum: ['safe', 'review'], description: 'The least safe changes that may be made; everything less safe is left as a finding.' },
      include: texts('Files to look at, as patterns of a .gitignore; without this key all.'),
      exclude: texts('Files to leave out of everything, as patterns of a .gitignore.'),
      protect: texts('Files that are reported but never changed, as patterns of a .gitignore.'),
      codemods: { ...codemodTables(parts.codemods, []), description: 'Options, a table for each codemod.' },
      overrides: {
        type: 'object',
        description: 'Parameters of rules, a table for each rule.',
        properties: Object.fromEntries(withParams.map((rule) => [rule.id, paramsSchema(rule, parts.known)])),
        additionalProperties: false,
      },
      waivers: {
        type: 'array',
        description: 'Rules that need not be kept for a while.',
        items: { type: 'object', properties: waiver, required: ['rule', 'reason', 'approved_by', 'expires'], additionalProperties: false },
      },
    },
  };
}

/** The JSON Schema of a standard's file. */
export function standardSchema(parts: SchemaParts): JsonSchema {
  const { rules, standards } = parts;
  const planned = [...new Set([...rules.values()].flatMap(({ codemod }) => codemod ?? []))].sort();
  return {
    $schema: DRAFT,
    $comment: NOTE,
    title: 'A standard',
    description: 'Which rules a standard asks for, and with which parameters.',
    type: 'object',
    additionalProperties: false,
    required: ['id', 'title'],
    definitions: {
      rules: {
        type: 'object',
        properties: Object.fromEntries([...rules.values()].map((rule) => [rule.id, paramsSchema(rule, parts.known)])),
        additionalProperties: false,
      },
    },
    properties: {
      id: text('As the file is called, without its ending.'),
      title: text('A few words without a full stop.'),
      description: text('One paragraph of Markdown.'),
      extends: { type: 'string', description: 'The standard that holds wherever this file says nothing.', examples: standards.map(({ id }) => id) },
      level: text('The level in force where a repository names none.'),
      off: { type: 'array', items: ruleName(rules), description: 'Rules of the extended standard that are not asked for.' },
      rules: { allOf: [{ $ref: '#/definitions/rules' }], description: 'The rules asked for; an empty table takes the parameters as they are.' },
      levels: {
        type: 'object',
        description: 'What each level asks for beyond that.',
        additionalProperties: { type: 'object', properties: { rules: { $ref: '#/definitions/rules' } }, additionalProperties: false },
      },
      assumed: { allOf: [{ $ref: '#/definitions/rules' }], description: 'Parameters of rules that are not asked for: they feed codemods and never raise a finding.' },
      codemods: { ...codemodTables(parts.codemods, planned), description: 'Options, a table for each codemod.' },
    },
  };
}

const NOTE = 'Generated by `npm run generate`. Do not edit.';

/** A table for each codemod; what can be set for one that is only planned is not known yet. */
function codemodTables(codemods: readonly Described[], planned: readonly string[]): JsonSchema {
  const tables = [
    ...planned.map((id): [string, JsonSchema] => [id, { type: 'object' }]),
    ...codemods.map((codemod): [string, JsonSchema] => [codemod.id, optionsSchema(codemod)]),
  ];
  return { type: 'object', properties: Object.fromEntries(tables), additionalProperties: false };
}

function paramsSchema(rule: Rule, known: KnownParams): JsonSchema {
  const properties = [...(known.get(rule.id) ?? [])].map(([name, kinds]): [string, JsonSchema] => {
    const types = [...kinds].map((kind) => KINDS[kind]);
    const value = rule.params[name];
    return [name, { type: types.length === 1 ? (types[0] ?? 'string') : types, ...(value === undefined ? {} : { default: value }) }];
  });
  return { type: 'object', description: rule.statement, properties: Object.fromEntries(properties), additionalProperties: false };
}

function ruleName(rules: ReadonlyMap<string, Rule>): JsonSchema {
  return { enum: [...rules.keys()] };
}

function text(description: string): JsonSchema {
  return { type: 'string', description };
}

function texts(description: string): JsonSchema {
  return { type: 'array', items: { type: 'string' }, description };
}
