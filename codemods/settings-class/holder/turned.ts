import { calleeOf, deepDescendants, docstringOf, blockOf, lineStart, parts, statementsOf, type ClassDefinition, type Module, type PyNode, type Reading, type RepositoryView } from '#pystd';
import { fieldNames, mergeReadings, type FieldDecision, type FieldName, type FieldRemark, type FieldRules, type FieldShape } from '../fields/index.ts';
import { annotationOf, classVariable } from './annotation.ts';
import { codeWith, kindOf, type Kind, type Part } from './computed.ts';
import { withPlainDefault } from './default-text.ts';
import type { Attribute, Because, Member, Method } from './members.ts';

/** What becomes of one member of the class. */
export type Turned =
  | { readonly kind: 'field'; readonly member: Member; readonly shape: FieldShape }
  | { readonly kind: 'constant'; readonly member: Attribute; readonly annotation: string }
  | { readonly kind: 'property'; readonly member: Attribute; readonly type: string; readonly code: string }
  | { readonly kind: 'kept'; readonly member: Method };

/** A class as settings of pydantic. */
export interface TurnedClass {
  readonly members: readonly Turned[];
  /** Fields for variables that were only a part of something. */
  readonly added: readonly FieldShape[];
  readonly remarks: readonly FieldRemark[];
  /** Everything that is read and is a field from now on. */
  readonly readings: readonly Reading[];
}

type Field = Extract<FieldDecision, { kind: 'field' }>;

/** A variable that the class reads, with its field and the member that is this field, if one is. */
interface Variable {
  readonly decision: Field;
  readonly owner: Member | undefined;
}

/** Every member as it has to be written for each to have the value it has; or the first that cannot be had. */
export function turned(definition: ClassDefinition, members: readonly Member[], readings: readonly Reading[], rules: FieldRules, view: RepositoryView): TurnedClass | Because {
  const context: Context = { module: definition.module, members, read: [...new Set(readings.map(({ access }) => access.variable))], rules, view };
  const result: Turned[] = [];
  const variables = new Map<string, Variable>();
  const inAttributes = readings.filter((reading) => members.some((member) => member.kind === 'attribute' && isWithin(reading.node, member.value)));
  for (const variable of new Set(inAttributes.map(({ access }) => access.variable))) {
    const decided = decide(variable, inAttributes.filter(({ access }) => access.variable === variable), context);
    if ('because' in decided) return decided;
    variables.set(variable, decided);
  }
  const kinds = new Map<string, Kind>();
  const isLate = new Set<string>();
  const partAt = partsIn(members, kinds, [...variables.values()]);
  for (const member of members) {
    const made = member.kind === 'method' ? methodTurned(member) : attributeTurned(member);
    if ('because' in made) return made;
    result.push(made);
    if (made.kind === 'field' || made.kind === 'property') isLate.add(member.name);
    kinds.set(member.name, kindOfTurned(made, partAt));
  }
  const early = members.flatMap((member) => (member.kind === 'method' ? namesInDefaults(member) : [])).find((name) => isLate.has(name));
  if (early !== undefined) return { because: `A method takes \`${early}\` for a default, before the settings are made.` };
  const decisions = [...variables.values()];
  return {
    members: result,
    added: decisions.flatMap(({ owner, decision }) => (owner ? [] : [decision.shape])),
    remarks: decisions.flatMap(({ decision }) => decision.remarks),
    readings: decisions.flatMap(({ decision }) => decision.sites.map(({ reading }) => reading)),
  };

  function attributeTurned(member: Attribute): Turned | Because {
    const { name, value } = member;
    const given = member.annotation?.text;
    const own = [...variables.values()].find(({ owner }) => owner === member);
    if (own) {
      const late = lateIn(value);
      if (late !== undefined) return { because: `What \`${name}\` is without its variable depends on \`${late}\`.` };
      const annotation = annotationOf(given, own.decision.shape);
      return typeof annotation === 'string' ? { kind: 'field', member, shape: { ...own.decision.shape, annotation } } : annotation;
    }
    const reads = inAttributes.some((reading) => isWithin(reading.node, value));
    if (lateIn(value) === undefined && !reads) return constant(member);
    if (member.isFresh) return { because: `\`${name}\` is made anew for each object.` };
    const kind = kindOf(value, partAt);
    const type = given ?? (kind === 'text' ? 'str' : kind === 'flag' ? 'bool' : undefined);
    if (kind === undefined || type === undefined) return { because: `\`${name}\` is computed from other settings, in a way that may fail or give another object each time.` };
    return { kind: 'property', member, type, code: codeWith(value, partAt) };
  }

  /** A name of the class in an expression that is no constant of it. */
  function lateIn(value: PyNode): string | undefined {
    return [...deepDescendants(value, () => true)].find((node) => node.type === 'identifier' && isRoot(node) && isLate.has(node.text))?.text;
  }

  function constant(member: Attribute): Turned | Because {
    const { name, value, isFresh, annotation } = member;
    if (isFresh) return { because: `\`${name}\` is made anew for each object.` };
    const asked = kindOf(value, partAt) !== undefined ? undefined : [...deepDescendants(value, () => true)].find((node) => node.type === 'call' && isOwnFunction(node));
    if (asked) return { because: `What \`${calleeOf(asked)?.text ?? ''}\` gives for \`${name}\` may come from the environment.` };
    const isRead = view.backend.environment.accesses.some(({ module, node }) => module === definition.module && isWithin(node, value)) || view.backend.environment.others.some(({ module, node }) => module === definition.module && isWithin(node, value));
    if (isRead) return { because: `What \`${name}\` takes from the environment cannot be told.` };
    if (annotation?.text.includes('|') && rules.unions === 'typing' && /^from\s+__future__\s+import\s.*\bannotations\b/m.test(definition.module.text)) return { because: `\`${annotation.text}\` of \`${name}\` needs Python 3.10, where pydantic looks at it.` };
    return { kind: 'constant', member, annotation: classVariable(annotation?.text, value, kindOf(value, partAt)) };
  }

  function isOwnFunction(call: PyNode): boolean {
    const callee = calleeOf(call);
    const symbol = callee && view.python.symbolOf(definition.module, callee);
    return symbol?.kind === 'defined' || symbol?.kind === 'local' || symbol?.kind === 'unknown';
  }

  /** A property that simply returns what it reads is a field; every other function stays what it is. */
  function methodTurned(member: Method): Turned {
    const kept: Turned = { kind: 'kept', member };
    const reading = member.isProperty ? readings.find(({ node }) => isReturned(node, member)) : undefined;
    if (!reading || reading.unset.kind !== 'value' && reading.unset.kind !== 'none') return kept;
    const { variable } = reading.access;
    if (variables.has(variable) || readings.some((other) => other !== reading && other.access.variable === variable)) return kept;
    const decided = decide(variable, [reading], context, member);
    if ('because' in decided || decided.owner !== member || decided.decision.shape.required) return kept;
    const annotation = annotationOf(parts(member.definition).find(({ type }) => type === 'type')?.text, decided.decision.shape);
    if (typeof annotation !== 'string') return kept;
    variables.set(variable, decided);
    const { shape } = decided.decision;
    return { kind: 'field', member, shape: { ...shape, annotation, comments: [...new Set([...wordsOn(member, definition.module), ...shape.comments])] } };
  }
}

/** The comments above a method, and its docstring. */
function wordsOn({ statement, definition }: Method, { text }: Module): readonly string[] {
  const above: string[] = [];
  for (let at = lineStart(text, statement.start); at > 0; at = lineStart(text, at - 1)) {
    const [, comment] = /^[ \t]*#+[ \t]*(.*)$/.exec(text.slice(lineStart(text, at - 1), at).trimEnd()) ?? [];
    if (comment === undefined) break;
    above.unshift(comment);
  }
  const docstring = docstringOf(definition)?.text.replace(/^[rRuU]?(?:\"\"\"|'''|"|')|(?:\"\"\"|'''|"|')$/g, '') ?? '';
  return [...above, ...docstring.split(/\r?\n/).map((line) => line.trim())].filter((line) => line !== '');
}

interface Context {
  readonly module: Module;
  readonly members: readonly Member[];
  /** All variables of the class. */
  readonly read: readonly string[];
  readonly rules: FieldRules;
  readonly view: RepositoryView;
}

/** The field of a variable, under the name of the member that is nothing else. */
function decide(variable: string, readings: readonly Reading[], { module, members, read, rules, view }: Context, property?: Method): Variable | Because {
  const owner = property ?? members.find((member) => member.kind === 'attribute' && readings.some(({ node }) => bare(member.value) === node));
  const natural = fieldNames(read, rules, new Set(owner ? [] : members.map(({ name }) => name))).get(variable);
  if (!natural || 'problem' in natural) return { because: natural?.problem ?? `\`${variable}\` has no name for a field.` };
  if (owner?.name.startsWith('_')) return { because: `\`${owner.name}\` is private, and a field cannot be.` };
  const isSameName = owner && (rules.caseSensitive ? owner.name === variable : owner.name.toLowerCase() === variable.toLowerCase());
  const named: FieldName = owner ? { name: owner.name, alias: isSameName ? undefined : variable } : natural;
  const [only, ...others] = readings;
  const plain = only && others.length === 0 && owner?.kind === 'attribute' ? withPlainDefault(only, module, view) : undefined;
  const merged = mergeReadings(plain ? [plain.reading] : readings, named, rules, true);
  const decision = merged.kind === 'field' && plain ? { ...merged, shape: plain.restored(merged.shape) } : merged;
  if (decision.kind === 'stays') return { because: decision.because };
  const site = owner && decision.sites.find(({ node }) => node === (property ? readings[0]?.node : owner.kind === 'attribute' ? bare(owner.value) : undefined));
  const isField = site?.replacement('self').trim() === `self.${named.name}`;
  if (owner && !isField && readings.some(({ unset }) => unset.kind === 'expression')) return { because: `What \`${owner.name}\` is without \`${variable}\` is computed.` };
  return owner && !isField ? { because: `\`${owner.name}\` is no type of pydantic's, but something made of \`${variable}\`.` } : { decision, owner };
}

/** What stands for the names of the class and for the reads in it, inside a property. */
function partsIn(members: readonly Member[], kinds: ReadonlyMap<string, Kind>, variables: readonly Variable[]): (node: PyNode) => Part | undefined {
  const sites = new Map(variables.flatMap(({ decision }) => decision.sites.map((site): [PyNode, Part] => [site.node, { code: site.replacement('self'), kind: textOrAny(decision.shape, site.replacement('self')) }])));
  return (node) => {
    const site = sites.get(node);
    if (site || node.type !== 'identifier' || !isRoot(node)) return site;
    const kind = members.some(({ name }) => name === node.text) ? kinds.get(node.text) : undefined;
    return kind && { code: `self.${node.text}`, kind };
  };
}

function textOrAny({ annotation, name }: FieldShape, code: string): Kind {
  return code.trim() === `self.${name}` ? kindOfAnnotation(annotation) : 'any';
}

function kindOfAnnotation(annotation: string): Kind {
  return annotation === 'str' ? 'text' : annotation === 'bool' ? 'flag' : 'any';
}

function kindOfTurned(made: Turned, partAt: (node: PyNode) => Part | undefined): Kind {
  if (made.kind === 'field') return kindOfAnnotation(made.shape.annotation);
  if (made.kind === 'constant') return /^(?:concatenated_)?string$/.test(made.member.value.type) ? (kindOf(made.member.value, partAt) ?? 'any') : 'any';
  return made.kind === 'property' ? (kindOf(made.member.value, partAt) ?? 'any') : 'any';
}

function isReturned(node: PyNode, { definition }: Method): boolean {
  const body = blockOf(definition);
  const statements = body ? statementsOf(body) : [];
  const doc = docstringOf(definition);
  const [only, ...others] = doc ? statements.slice(1) : statements;
  const value = only?.type === 'return_statement' ? parts(only)[0] : undefined;
  return others.length === 0 && value !== undefined && bare(value) === node;
}

/** Names in the parameters of a method that are no parameters' own: they are looked up while the class is made. */
function namesInDefaults({ definition }: Method): readonly string[] {
  const parameters = parts(definition).find(({ type }) => type === 'parameters');
  const values = parameters ? parts(parameters).flatMap((one) => (/^(?:typed_)?default_parameter$/.test(one.type) ? parts(one).slice(-1) : [])) : [];
  return values.flatMap((value) => [...deepDescendants(value, () => true)].flatMap((node) => (node.type === 'identifier' && isRoot(node) ? [node.text] : [])));
}

/** What stands inside parentheses. */
export function bare(node: PyNode): PyNode {
  const [inner] = node.type === 'parenthesized_expression' ? parts(node) : [];
  return inner ? bare(inner) : node;
}

export function isWithin(node: PyNode, around: PyNode): boolean {
  return around.start <= node.start && node.end <= around.end;
}

function isRoot({ parent, start }: PyNode): boolean {
  return !(parent?.type === 'attribute' && parent.start !== start) && !(parent?.type === 'keyword_argument' && parent.start === start);
}
