import type { Python } from '../../python/index.ts';
import type { InModule, Module } from '../../python/project/module.ts';
import type { ClassDefinition } from '../../python/project/search.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { argumentListOf, argumentsOf, assignmentOf, calleeOf, type Argument } from '../../python/syntax/views.ts';
import { childOfType, parts } from '../../python/syntax/walk.ts';
import type { Generation } from './class-options.ts';
import { commentsIn } from './comments.ts';
import { environmentDefault } from './environment-default.ts';
import { literalOf, type Literal } from './literal.ts';
import { readAnnotation, type ReadAnnotation } from './value-type.ts';

/** What a field is when its variable is not set. */
export type FieldDefault = { readonly kind: 'required' } | { readonly kind: 'literal'; readonly literal: Literal } | { readonly kind: 'computed' };

/** The bounds `Field(…)` sets; each with the text it has there. */
export type Limits = Readonly<Partial<Record<'min_length' | 'max_length' | 'ge' | 'gt' | 'le' | 'lt' | 'multiple_of' | 'pattern' | 'regex', string>>>;

/** One field of a settings class or of a model inside it, as it is declared. */
export interface FieldDeclaration {
  readonly name: string;
  readonly owner: ClassDefinition;
  readonly statement: PyNode;
  readonly annotation: ReadAnnotation;
  readonly default: FieldDefault;
  /** The names it is given instead of its own, the first one preferred; `undefined` without any. */
  readonly aliases: readonly string[] | undefined;
  /** Further variables that its default is read from: `X: str = os.getenv("Y")`. */
  readonly alsoReads: readonly string[];
  readonly limits: Limits;
  readonly doc: string | undefined;
  readonly heading: string | undefined;
}

/** A field whose variable cannot be told. */
export interface UnclearField {
  readonly name: string;
  readonly problem: string;
}

const FIELD = /^pydantic(?:\.v1)?\.(?:fields\.)?Field$/;
const LIMITS = ['min_length', 'max_length', 'ge', 'gt', 'le', 'lt', 'multiple_of', 'pattern', 'regex'] as const;

/** The fields a class declares itself, in order; a field whose alias is computed comes back as its name and the reason. */
export function fieldsOf(owner: ClassDefinition, generation: Generation, python: Python): readonly (FieldDeclaration | UnclearField)[] {
  return commentsIn(owner.node).flatMap((commented): (FieldDeclaration | UnclearField)[] => {
    const assignment = assignmentOf(commented.statement);
    if (assignment?.target.type !== 'identifier' || assignment.target.text.startsWith('_') || assignment.target.text === 'model_config') return [];
    const name = assignment.target.text;
    const { module } = owner;
    // Pydantic 2 has no fields without annotations; pydantic 1 takes the type from the value.
    if (!assignment.annotation && generation === 2) return [];
    const annotation = assignment.annotation ? readAnnotation(assignment.annotation, module, python) : typeOfValue(assignment.value, module, python);
    if (annotation.isConstant) return [];
    const calls = fieldCalls(assignment.value, annotation.metadata, module, python);
    const given = calls.flatMap(({ module: at, node }) => argumentsIn(node).map((argument) => ({ module: at, ...argument })));
    const aliases = aliasesIn(given, generation, python);
    if (aliases === 'computed') return [{ name, problem: 'Its alias is computed.' }];
    const text = (keyword: string): string | undefined => {
      const entry = given.find((argument) => argument.name === keyword);
      const literal = entry && literalOf(entry.value, entry.module, python);
      return literal?.kind === 'text' || literal?.kind === 'number' ? literal.text : undefined;
    };
    const read = defaultOf(assignment.value, annotation, generation, module, python);
    return [{
      name,
      owner,
      statement: commented.statement,
      annotation,
      default: read.default,
      alsoReads: read.alsoReads,
      aliases,
      limits: Object.fromEntries(LIMITS.flatMap((limit) => { const said = text(limit); return said === undefined ? [] : [[limit, said]]; })),
      doc: text('description')?.trim() || commented.doc,
      heading: commented.heading,
    }];
  });
}

function typeOfValue(value: PyNode | undefined, module: Module, python: Python): ReadAnnotation {
  const literal = value && literalOf(value, module, python);
  const kinds = { text: 'text', flag: 'flag', none: 'unknown', table: 'table' } as const;
  const type: ReadAnnotation['type'] =
    literal?.kind === 'number' ? { kind: /^-?\d+$/.test(literal.text) ? 'whole' : 'number' } : literal?.kind === 'list' ? { kind: 'list', item: { kind: 'unknown' } } : { kind: literal ? kinds[literal.kind] : 'unknown' };
  return { type, nullable: literal?.kind === 'none', metadata: [], isConstant: literal === undefined };
}

/** The `Field(…)` calls that say something of a field: its value, and those in `Annotated[…]`. */
function fieldCalls(value: PyNode | undefined, metadata: readonly InModule[], module: Module, python: Python): readonly InModule[] {
  const candidates = [...(value ? [{ module, node: value }] : []), ...metadata];
  return candidates.filter(({ module: at, node }) => isFieldCall(node, at, python));
}

function isFieldCall(node: PyNode, module: Module, python: Python): boolean {
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  return symbol?.kind === 'external' && FIELD.test(symbol.name);
}

function argumentsIn(call: PyNode): readonly Argument[] {
  const list = argumentListOf(call);
  return list ? argumentsOf(list) : [];
}

function defaultOf(value: PyNode | undefined, { nullable }: ReadAnnotation, generation: Generation, module: Module, python: Python): { readonly default: FieldDefault; readonly alsoReads: readonly string[] } {
  const plain = (found: FieldDefault): { default: FieldDefault; alsoReads: readonly string[] } => ({ default: found, alsoReads: [] });
  const unset: FieldDefault = generation === 1 && nullable ? { kind: 'literal', literal: { kind: 'none' } } : { kind: 'required' };
  if (!value) return plain(unset);
  if (!isFieldCall(value, module, python)) return standing(value, module, python);
  const given = argumentsIn(value);
  if (given.some(({ unpacking }) => unpacking)) return plain({ kind: 'computed' });
  const factory = given.find(({ name }) => name === 'default_factory')?.value;
  if (factory) return plain(madeBy(factory, module, python));
  const [first] = given;
  const said = given.find(({ name }) => name === 'default')?.value ?? (first && first.name === undefined ? first.value : undefined);
  return said ? standing(said, module, python) : plain(unset);
}

function standing(value: PyNode, module: Module, python: Python): { readonly default: FieldDefault; readonly alsoReads: readonly string[] } {
  if (value.type === 'ellipsis') return { default: { kind: 'required' }, alsoReads: [] };
  const literal = literalOf(value, module, python);
  if (literal) return { default: { kind: 'literal', literal }, alsoReads: [] };
  return environmentDefault(value, module, python) ?? { default: { kind: 'computed' }, alsoReads: [] };
}

/** What `default_factory=list` or `default_factory=lambda: ["a"]` makes. */
function madeBy(factory: PyNode, module: Module, python: Python): FieldDefault {
  const symbol = factory.type === 'identifier' ? python.symbolOf(module, factory) : undefined;
  if (symbol?.kind === 'builtin' && ['list', 'set', 'tuple'].includes(symbol.name)) return { kind: 'literal', literal: { kind: 'list', items: [] } };
  if (symbol?.kind === 'builtin' && symbol.name === 'dict') return { kind: 'literal', literal: { kind: 'table', entries: [] } };
  const body = factory.type === 'lambda' && !childOfType(factory, 'lambda_parameters') ? parts(factory).at(-1) : undefined;
  const literal = body && literalOf(body, module, python);
  return literal ? { kind: 'literal', literal } : { kind: 'computed' };
}

/** The names `alias`, `validation_alias` or (pydantic 1) `env` give, those of `validation_alias` first. */
function aliasesIn(given: readonly (Argument & { readonly module: Module })[], generation: Generation, python: Python): readonly string[] | 'computed' | undefined {
  const keywords = generation === 2 ? ['validation_alias', 'alias'] : ['env'];
  const said = keywords.map((keyword) => given.find(({ name }) => name === keyword)).find((argument) => argument !== undefined);
  if (!said) return undefined;
  const names = namesIn(said.value, said.module, python);
  return names && names.length > 0 ? names : 'computed';
}

function namesIn(value: PyNode, module: Module, python: Python): readonly string[] | undefined {
  const literal = literalOf(value, module, python);
  if (literal?.kind === 'none') return undefined;
  if (literal?.kind === 'text') return [literal.text];
  if (literal?.kind === 'list') return literal.items.every((item) => item.kind === 'text') ? literal.items.map((item) => (item.kind === 'text' ? item.text : '')) : undefined;
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && python.symbolOf(module, callee);
  if (symbol?.kind !== 'external' || !/^pydantic(?:\.\w+)?\.AliasChoices$/.test(symbol.name)) return undefined;
  // A path into a table is no variable of its own.
  const choices = argumentsIn(value).filter(({ value: choice }) => choice.type !== 'call').map(({ value: choice }) => literalOf(choice, module, python));
  return choices.every((choice) => choice?.kind === 'text') ? choices.map((choice) => (choice?.kind === 'text' ? choice.text : '')) : undefined;
}
