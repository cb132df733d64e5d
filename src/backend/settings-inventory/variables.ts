import type { Python } from '../../python/index.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import { argumentListOf, argumentsOf } from '../../python/syntax/views.ts';
import { isSecretName } from '../secrets.ts';
import { classOptions, type ClassOptions, type Generation } from './class-options.ts';
import { decodingOf, type Decoding } from './decoding.ts';
import { fieldsOf, type FieldDeclaration, type FieldDefault, type Limits } from './field.ts';
import type { ValueType } from './value-type.ts';

/** One variable of the environment that sets a field of a settings class. */
export interface SettingsVariable {
  /** As deployments write it: in capitals where the class does not look at case. */
  readonly name: string;
  /** Other variables that set the same field, in the order they are looked for. */
  readonly otherNames: readonly string[];
  /** Whether a variable of another case is a different one. */
  readonly caseSensitive: boolean;
  /** The field, dotted inside nested models: `database.host`. */
  readonly field: string;
  readonly declaration: FieldDeclaration;
  readonly type: ValueType;
  readonly nullable: boolean;
  readonly decoding: Decoding;
  /** `unset`: the model around it is `None`, or made in its own way, unless one of its variables is set. */
  readonly default: FieldDefault | { readonly kind: 'unset' };
  readonly limits: Limits;
  readonly doc: string | undefined;
  /** The heading it stands under in its class, or the name of the model it is in. */
  readonly group: string | undefined;
  readonly isSecret: boolean;
}

/** The variables of a settings class. */
export interface SettingsInventory {
  readonly definition: ClassDefinition;
  readonly options: ClassOptions;
  readonly variables: readonly SettingsVariable[];
  /** Fields whose variables cannot be told, each with a full sentence on why. */
  readonly unclear: readonly { readonly owner: ClassDefinition; readonly field: string; readonly because: string }[];
}

/** Models in models in models: deeper ones are written as JSON. */
const DEEPEST = 4;

/** Reads the variables off a settings class and its bases. `problem` says in a full sentence why none can be told. */
export function inventoryOf(definition: ClassDefinition, settingsClasses: readonly ClassDefinition[], python: Python): SettingsInventory | { readonly problem: string } {
  const line = lineOf(definition, python);
  const generation = generationOf(line, python);
  const options = classOptions(line, generation, python);
  if ('problem' in options) return options;
  const unclear: SettingsInventory['unclear'][number][] = [];
  const isSettings = ({ node }: ClassDefinition): boolean => settingsClasses.some((other) => other.node === node);

  const expand = (owners: readonly ClassDefinition[], above: Above): SettingsVariable[] => {
    const fields = new Map<string, FieldDeclaration>();
    for (const owner of owners) {
      for (const field of fieldsOf(owner, generation, python)) {
        if ('problem' in field) unclear.push({ owner, field: field.name, because: field.problem });
        // A field said again keeps its place.
        else fields.set(field.name, field);
      }
    }
    return [...fields.values()].flatMap((field) => {
      const { type, nullable } = field.annotation;
      const names = namesOf(field, above, options);
      const [name, ...otherNames] = names;
      if (name === undefined) return [];
      const path = [...above.path, field.name];
      const group = above.group ?? field.heading;
      if (type.kind === 'group') {
        // Settings inside settings read the environment themselves.
        if (isSettings(type.definition) && field.default.kind !== 'required') return [];
        const isOff = field.default.kind === 'literal' || above.isOff;
        if (options.nestedDelimiter !== undefined && path.length <= DEEPEST && !above.owners.includes(type.definition.node)) {
          const inner = lineOf(type.definition, python);
          const title = titleOf(type.definition.name) ?? field.name;
          return expand(inner, { path, names, delimiter: options.nestedDelimiter, group: title, isOff, isMade: above.isMade || field.default.kind === 'computed', owners: [...above.owners, type.definition.node] });
        }
      }
      const standing: SettingsVariable['default'] = above.isOff || (above.isMade && field.default.kind === 'required') ? { kind: 'unset' } : isInvalidNone(field, generation, above) ? { kind: 'required' } : field.default;
      const isSecret = type.kind === 'secret' || (MAY_BE_SECRET.has(type.kind) && (isSecretName(field.name) || isSecretName(name)));
      return [{
        name, otherNames: [...otherNames, ...field.alsoReads.filter((other) => !names.includes(other))], caseSensitive: options.caseSensitive, field: path.join('.'), declaration: field, type, nullable,
        decoding: decodingOf(field, line, options.decodes || above.path.length > 0, python), default: standing, limits: field.limits, doc: field.doc, group, isSecret,
      }];
    });
  };
  const variables = expand(line, { path: [], names: [], delimiter: undefined, group: undefined, isOff: false, isMade: false, owners: [definition.node] });
  return { definition, options, variables, unclear };
}

/** Settings validate their defaults from pydantic 2 on: `x: str = None` has to be set after all. */
function isInvalidNone({ default: standing, annotation: { type, nullable } }: FieldDeclaration, generation: Generation, { path }: Above): boolean {
  return generation === 2 && path.length === 0 && standing.kind === 'literal' && standing.literal.kind === 'none' && !nullable && type.kind !== 'unknown';
}

/** Types whose values can be secrets; a number or a switch that is called after one says something about it. */
const MAY_BE_SECRET: ReadonlySet<string> = new Set(['text', 'secret', 'unknown', 'list', 'table', 'json', 'url', 'group']);

/** What the models around a field say. */
interface Above {
  readonly path: readonly string[];
  readonly names: readonly string[];
  readonly delimiter: string | undefined;
  readonly group: string | undefined;
  readonly isOff: boolean;
  readonly isMade: boolean;
  readonly owners: readonly object[];
}

/** The variables that set a field: its aliases, which take no prefix, or its name. */
function namesOf({ name, aliases }: FieldDeclaration, { names, delimiter }: Above, { prefix, caseSensitive }: ClassOptions): readonly string[] {
  const spelled = (variable: string): string => (caseSensitive ? variable : variable.toUpperCase());
  const own = aliases ?? [delimiter === undefined ? prefix + name : name];
  const all = delimiter === undefined ? own : names.flatMap((above) => own.map((inner) => above + delimiter + inner));
  return [...new Set(all.map(spelled))];
}

/** A class after its bases in this repository, those furthest away first. */
export function lineOf(definition: ClassDefinition, python: Python): readonly ClassDefinition[] {
  const line: ClassDefinition[] = [];
  const add = (owner: ClassDefinition, below: readonly object[]): void => {
    const list = argumentListOf(owner.node);
    for (const { name, value } of list ? argumentsOf(list).toReversed() : []) {
      const symbol = name === undefined ? python.symbolOf(owner.module, value) : undefined;
      if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'class') continue;
      const { definition: node } = symbol.binding.how;
      if (!below.includes(node)) add({ module: symbol.module, node, name: symbol.name }, [...below, node]);
    }
    if (!line.some(({ node }) => node === owner.node)) line.push(owner);
  };
  add(definition, [definition.node]);
  return line;
}

/** The bases of pydantic 1, and those of pydantic 2 that kept the old ways. */
function generationOf(line: readonly ClassDefinition[], python: Python): Generation {
  const isOld = line.some(({ module, node }) => {
    const list = argumentListOf(node);
    return (list ? argumentsOf(list) : []).some(({ value }) => {
      const symbol = python.symbolOf(module, value);
      return symbol.kind === 'external' && /^pydantic\.(?:v1\.)?(?:env_settings\.)?BaseSettings$/.test(symbol.name);
    });
  });
  return isOld ? 1 : 2;
}

/** `DatabaseSettings` as a heading: `Database`. `undefined` when nothing is left. */
export function titleOf(className: string): string | undefined {
  const words = className.replace(/(?:Base)?(?:Settings|Config(?:uration)?|Options|Model)$/, '').replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/_/g, ' ').trim();
  return words === '' || /^(?:App|Application|Base|Core|Common|Global)$/i.test(words) ? undefined : words;
}
