import type { Python } from '../../python/index.ts';
import type { InModule } from '../../python/project/module.ts';
import type { Symbol } from '../../python/project/symbols.ts';
import { argumentListOf, argumentsOf, assignmentOf, blockOf, calleeOf, statementsOf, undecorated, type Argument, type Assignment } from '../../python/syntax/views.ts';
import { childOfType } from '../../python/syntax/walk.ts';
import { genericOf } from './annotation.ts';

/** More bases than this are a circle. */
const MOST_BASES = 40;

/** A class with its bases in this repository, the nearest first, roughly as Python looks attributes up; and what the line ends in elsewhere. */
export interface Lineage {
  readonly classes: readonly InModule[];
  readonly outside: readonly Symbol[];
  /** The keyword arguments of all class statements: `table=True`. */
  readonly keywords: readonly Argument[];
}

/** The line of a class. */
export function lineOf(python: Python, definition: InModule): Lineage {
  const classes: InModule[] = [];
  const outside: Symbol[] = [];
  const keywords: Argument[] = [];
  const waiting: InModule[] = [definition];
  for (let own = waiting.shift(); own && classes.length < MOST_BASES; own = waiting.shift()) {
    if (classes.some(({ node }) => node === own?.node)) continue;
    classes.push(own);
    const list = argumentListOf(own.node);
    for (const argument of list ? argumentsOf(list) : []) {
      if (argument.name !== undefined) keywords.push(argument);
      if (argument.name !== undefined || argument.unpacking !== undefined) continue;
      const symbol = python.symbolOf(own.module, genericOf(argument.value)?.head ?? argument.value);
      const base = classBehind(symbol);
      if (base) waiting.push(base);
      else outside.push(symbol);
    }
  }
  return { classes, outside, keywords };
}

/** The class that a symbol means. */
export function classBehind(symbol: Symbol | undefined): (InModule & { readonly name: string }) | undefined {
  if (symbol?.kind !== 'defined' || symbol.attributes.length > 0 || symbol.binding.how.kind !== 'class') return undefined;
  return { module: symbol.module, node: symbol.binding.how.definition, name: symbol.name };
}

/** A method of a class or of its bases. */
export function methodOf(python: Python, definition: InModule, name: string): InModule | undefined {
  for (const { module, node } of lineOf(python, definition).classes) {
    const body = blockOf(node);
    const own = body ? statementsOf(body).map(undecorated).find((one) => one.type === 'function_definition' && childOfType(one, 'identifier')?.text === name) : undefined;
    if (own) return { module, node: own };
  }
  return undefined;
}

/** What a class or one of its bases assigns or declares under a name in its body, with the module it stands in. */
export function attributeIn(python: Python, definition: InModule, name: string): (Assignment & Pick<InModule, 'module'>) | undefined {
  for (const { module, node } of lineOf(python, definition).classes) {
    const body = blockOf(node);
    for (const statement of body ? statementsOf(body) : []) {
      const assignment = assignmentOf(statement);
      if (assignment?.target.type === 'identifier' && assignment.target.text === name) return { ...assignment, module };
    }
  }
  return undefined;
}

const BASES = /^sqlalchemy\.(?:orm(?:\.\w+)?\.(?:DeclarativeBase|DeclarativeBaseNoMeta|MappedAsDataclass)|ext\.asyncio\.AsyncAttrs)$/;
const BASE_MAKERS = /^sqlalchemy\.(?:orm(?:\.\w+)?|ext\.declarative(?:\.\w+)?)\.(?:declarative_base|automap_base|as_declarative)$/;

/** Whether a class is mapped to a table: SQLAlchemy's declarative classes and SQLModel's with `table=True`. */
export function isMapped(python: Python, definition: InModule): boolean {
  const { classes, outside, keywords } = lineOf(python, definition);
  if (outside.some((base) => base.kind === 'external' && /^sqlmodel(?:\.main)?\.SQLModel$/.test(base.name))) return keywords.some(({ name, value }) => name === 'table' && value.type === 'true');
  if (attributeIn(python, definition, '__tablename__') ?? attributeIn(python, definition, '__table__')) return true;
  if (outside.some((base) => (base.kind === 'external' && BASES.test(base.name)) || isMadeBase(python, base))) return true;
  return classes.some(({ module, node }) => {
    const decorator = node.parent?.type === 'decorated_definition' ? childOfType(node.parent, 'decorator') : undefined;
    return decorator !== undefined && /\b(?:as_declarative|\.mapped)\b/.test(decorator.text) && module.text.includes('sqlalchemy');
  });
}

/** `Base = declarative_base()`. */
function isMadeBase(python: Python, symbol: Symbol): boolean {
  const how = symbol.kind === 'defined' ? symbol.binding.how : undefined;
  const callee = how?.kind === 'assignment' && how.value?.type === 'call' ? calleeOf(how.value) : undefined;
  const made = symbol.kind === 'defined' && callee ? python.symbolOf(symbol.module, callee) : undefined;
  return made?.kind === 'external' && BASE_MAKERS.test(made.name);
}
