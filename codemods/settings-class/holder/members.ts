import { assignmentOf, blockOf, calleeOf, argumentListOf, argumentsOf, docstringOf, parts, statementsOf, type ClassDefinition, type PyNode, type RepositoryView } from '#pystd';
import { mayBeField } from '../fields/index.ts';

/** A name of the class that is bound by an assignment. */
export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly statement: PyNode;
  readonly target: PyNode;
  readonly annotation: PyNode | undefined;
  /** What it is: of `field(default_factory=lambda: x)` the `x`. */
  readonly value: PyNode;
  /** Whether each object has one of its own, made when the object is. */
  readonly isFresh: boolean;
}

/** A function of the class. */
export interface Method {
  readonly kind: 'method';
  readonly name: string;
  readonly statement: PyNode;
  readonly definition: PyNode;
  readonly isProperty: boolean;
  /** What its body calls the object; `undefined` for a static method. */
  readonly self: string | undefined;
}

export type Member = Attribute | Method;

/** What keeps a class, or its members; a full sentence. */
export interface Because {
  readonly because: string;
}

/** Everything in the body of a class, as far as pydantic's settings have the like of it. */
export function membersOf(definition: ClassDefinition, view: RepositoryView): readonly Member[] | Because {
  const body = blockOf(definition.node);
  const docstring = docstringOf(definition.node);
  const members: Member[] = [];
  for (const statement of body ? statementsOf(body) : []) {
    const isString = statement.type === 'expression_statement' && parts(statement)[0]?.type === 'string';
    if (isString && (docstring === undefined || statement.start > docstring.start)) return { because: 'A text in its body is no docstring.' };
    if (isString || statement.type === 'pass_statement') continue;
    const member = attributeOf(statement, definition, view) ?? methodOf(statement, definition, view);
    if ('because' in member) return member;
    if (members.some(({ name }) => name === member.name)) return { because: `\`${member.name}\` is bound twice in it.` };
    members.push(member);
  }
  return members;
}

function attributeOf(statement: PyNode, definition: ClassDefinition, view: RepositoryView): Attribute | Because | undefined {
  const assignment = assignmentOf(statement);
  if (!assignment) return undefined;
  const { target, annotation, value } = assignment;
  if (target.type !== 'identifier') return { because: `\`${target.text}\` is no plain name.` };
  const name = target.text;
  if (!value) return { because: `\`${name}\` has no value, and would have to be set.` };
  if (value.type === 'assignment') return { because: `\`${name}\` and other names share one value.` };
  if (!isName(name)) return { because: `\`${name}\` is a name that pydantic uses itself.` };
  if (/\b(?:Final|InitVar|KW_ONLY)\b/.test(annotation?.text ?? '')) return { because: `\`${annotation?.text ?? ''}\` of \`${name}\` means something else to pydantic.` };
  const about = { kind: 'attribute', name, statement, target, annotation } as const;
  const callee = value.type === 'call' ? calleeOf(value) : undefined;
  const symbol = callee && view.python.symbolOf(definition.module, callee);
  if (symbol?.kind !== 'external' || symbol.name !== 'dataclasses.field') return { ...about, value, isFresh: false };
  const list = argumentListOf(value);
  const [only, ...others] = list ? argumentsOf(list) : [];
  const unclear = { because: `\`${name}\` is a \`field\` that pydantic has no like of.` };
  if (!only || others.length > 0) return unclear;
  if (only.name === 'default') return { ...about, value: only.value, isFresh: false };
  const made = only.name === 'default_factory' && only.value.type === 'lambda' && !only.value.children.some(({ type }) => type === 'lambda_parameters') ? parts(only.value).at(-1) : undefined;
  return made ? { ...about, value: made, isFresh: true } : unclear;
}

function methodOf(statement: PyNode, definition: ClassDefinition, { python }: RepositoryView): Method | Because {
  const decorators = statement.type === 'decorated_definition' ? parts(statement).filter(({ type }) => type === 'decorator') : [];
  const node = statement.type === 'decorated_definition' ? parts(statement).at(-1) : statement;
  if (node?.type !== 'function_definition') return { because: `\`${firstLine(statement)}\` in its body would not mean the same in a class of pydantic.` };
  const name = parts(node).find(({ type }) => type === 'identifier')?.text ?? '';
  if (!isName(name)) return { because: `\`${name}\` is a method that pydantic's classes have themselves.` };
  const kinds = decorators.map((decorator) => {
    const [expression] = parts(decorator);
    const symbol = expression && python.symbolOf(definition.module, expression);
    return symbol?.kind === 'builtin' ? symbol.name : 'other';
  });
  const [kind, another] = kinds;
  if (another !== undefined || (kind !== undefined && kind !== 'property' && kind !== 'staticmethod')) return { because: `\`${firstLine(statement)}\` of \`${name}\` may look at the class itself.` };
  const [first] = parts(parts(node).find(({ type }) => type === 'parameters') ?? node);
  const isStatic = kind === 'staticmethod';
  if (!isStatic && first?.type !== 'identifier') return { because: `\`${name}\` is no plain method.` };
  return { kind: 'method', name, statement, definition: node, isProperty: kind === 'property', self: isStatic ? undefined : first?.text };
}

/** Private names are no business of pydantic's fields; those with two underscores may be Python's own. */
function isName(name: string): boolean {
  return name.startsWith('_') ? !name.startsWith('__') && name.length > 1 : mayBeField(name);
}

function firstLine({ text }: PyNode): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}
