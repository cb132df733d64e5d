import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, plainString, statementsOf, undecorated } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import { literalOf, type Literal } from './literal.ts';

/** How a settings class takes its values from the environment: `model_config`, keywords of the class, or the inner `Config` of pydantic 1. */
export interface ClassOptions {
  readonly prefix: string;
  readonly caseSensitive: boolean;
  readonly nestedDelimiter: string | undefined;
  /** The `env_file` expression with the module it stands in; `undefined` when no file is read. */
  readonly envFile: { readonly module: Module; readonly node: PyNode } | undefined;
  /** Whether a key in that file that no field takes keeps the program from starting. */
  readonly refusesUnknown: boolean;
  /** Whether lists and tables are written as JSON. */
  readonly decodes: boolean;
}

/** The major version of pydantic a class is written for. */
export type Generation = 1 | 2;

/** Options after which the names of variables cannot be told from the fields. */
const RENAMING = ['alias_generator', 'fields', 'customise_sources', 'env_nested_max_split', 'cli_prefix'];

/** The options of a class, those of its bases first. `line` is the class after its bases. `problem` is a full sentence. */
export function classOptions(line: readonly ClassDefinition[], generation: Generation, python: Python): ClassOptions | { readonly problem: string } {
  const said = new Map<string, { readonly module: Module; readonly node: PyNode }>();
  for (const { module, node } of line) {
    for (const [name, value] of entriesOf(node)) {
      if (name === undefined) return { problem: 'Its configuration is computed.' };
      said.set(name, { module, node: value });
    }
  }
  const name = RENAMING.find((option) => said.has(option));
  if (name !== undefined) return { problem: `\`${name}\` gives its variables other names than its fields.` };
  const literal = (option: string): Literal | undefined | 'unsaid' => {
    const entry = said.get(option);
    return entry ? literalOf(entry.node, entry.module, python) : 'unsaid';
  };
  const text = (option: string): string | undefined => {
    const value = literal(option);
    return value === 'unsaid' || value?.kind === 'none' ? '' : value?.kind === 'text' ? value.text : undefined;
  };
  const flag = (option: string, otherwise: boolean): boolean | undefined => {
    const value = literal(option);
    return value === 'unsaid' ? otherwise : value?.kind === 'flag' ? value.value : undefined;
  };
  const [prefix, nested, caseSensitive, decodes] = [text('env_prefix'), text('env_nested_delimiter'), flag('case_sensitive', false), flag('enable_decoding', true)];
  if (prefix === undefined || nested === undefined || caseSensitive === undefined || decodes === undefined) return { problem: 'Its prefix, its delimiter or its regard to case is computed.' };
  const file = said.get('env_file');
  const extra = literal('extra');
  return {
    prefix,
    caseSensitive,
    nestedDelimiter: nested === '' ? undefined : nested,
    envFile: file && literalOf(file.node, file.module, python)?.kind !== 'none' ? file : undefined,
    // Pydantic 1 takes only what it looks for out of the file.
    refusesUnknown: generation === 2 && (extra === 'unsaid' || (extra?.kind === 'text' && extra.text === 'forbid')),
    decodes: decodes && !said.has('parse_env_var'),
  };
}

type Entry = readonly [name: string | undefined, value: PyNode];

/** Each option a class body or head says, in order; without a name where something computed says it. */
function* entriesOf(definition: PyNode): Generator<Entry> {
  const head = childOfType(definition, 'argument_list');
  for (const { name, value } of head ? argumentsOf(head) : []) if (name !== undefined && name !== 'metaclass') yield [name, value];
  const body = blockOf(definition);
  for (const statement of body ? statementsOf(body) : []) {
    const assignment = assignmentOf(statement);
    if (assignment?.target.text === 'model_config' && assignment.value) yield* given(assignment.value);
    const inner = statement.type === 'class_definition' && childOfType(statement, 'identifier')?.text === 'Config' ? blockOf(statement) : undefined;
    for (const option of inner ? statementsOf(inner) : []) {
      const own = assignmentOf(option);
      if (own?.target.type === 'identifier' && own.value) yield [own.target.text, own.value];
      const method = undecorated(option);
      if (method.type === 'function_definition') yield [childOfType(method, 'identifier')?.text, option];
    }
  }
}

/** The entries of `SettingsConfigDict(…)`, `ConfigDict(…)`, `dict(…)` or a dictionary. */
function* given(value: PyNode): Generator<Entry> {
  const list = value.type === 'call' ? argumentListOf(value) : undefined;
  if (list) for (const { name, value: option, unpacking } of argumentsOf(list)) yield isInherited(option, unpacking) ? ['', option] : [name, option];
  else if (value.type === 'dictionary') {
    for (const pair of parts(value)) {
      const [key, option] = parts(pair);
      const name = pair.type === 'pair' && key ? plainString(key) : undefined;
      yield pair.type === 'dictionary_splat' && key && isInherited(key, '**') ? ['', key] : [name, option ?? pair];
    }
  } else yield [undefined, value];
}

/** `**Base.model_config`: what the base says counts anyway. */
function isInherited(node: PyNode, unpacking: string | undefined): boolean {
  return unpacking === '**' && node.type === 'attribute' && node.text.endsWith('.model_config');
}
