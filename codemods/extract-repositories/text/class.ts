import { boundBy, importBlock, series, type CodeStyle, type KnownType, type NewImport } from '#pystd';
import type { ModuleNames } from '../home/names.ts';

const STEP = '    ';

/** A class of a new module. */
export interface NewClass {
  readonly name: string;
  /** What it is about, in words. */
  readonly entity: string;
  /** The mapped class, as the module calls it, for the base class. */
  readonly model: string;
  /** The generic base class; without one the class keeps its session itself. */
  readonly base: string | undefined;
  /** The annotation of the session. */
  readonly session: string | undefined;
  readonly methods: readonly string[];
}

/** The annotation of a session's class: `sqlalchemy.orm.Session`. */
export function sessionType(dotted: string): KnownType {
  const at = dotted.lastIndexOf('.');
  return { kind: 'outer', module: dotted.slice(0, at), name: dotted.slice(at + 1), of: [] };
}

/** A module of repositories. */
export function repositoryText(classes: readonly NewClass[], names: ModuleNames, width: number): string {
  const about = `"""Data access of ${series(classes.map(({ entity }) => entity))}."""\n`;
  const texts = classes.map(classText);
  const imports = importBlock(neededBy(texts.join('\n'), names), width);
  return [about, ...(imports === '' ? [] : [imports]), ...texts.map((one) => `\n${one}`)].join('\n');
}

/** The imports that a text uses: names may have been asked for by methods that could not be written after all. */
export function neededBy(text: string, { imports }: ModuleNames): readonly NewImport[] {
  return imports.filter((one) => one.module !== '' && new RegExp(`\\b${boundBy(one)}\\b`).test(text));
}

function classText({ name, model, entity, base, session, methods }: NewClass): string {
  const init = base === undefined ? [initText(session)] : [];
  const members = [...init, ...methods];
  return [`class ${name}${base === undefined ? '' : `(${base}[${model}])`}:\n${STEP}"""Asks the database about ${entity}."""\n`, ...members].join('\n');
}

function initText(session: string | undefined): string {
  return `${STEP}def __init__(self, session${session === undefined ? '' : `: ${session}`})${session === undefined ? '' : ' -> None'}:\n${STEP}${STEP}self.session = session\n`;
}

/** The generic base class: the session, and what is done with objects of any mapped class. */
export function baseText(operations: readonly string[], isAsync: boolean, session: KnownType & { readonly kind: 'outer' }, style: CodeStyle): string {
  const wait = (operation: string): boolean => isAsync && /^(?:delete|refresh|flush|merge)$/.test(operation);
  const methods = operations.map((operation) => {
    const head = `${STEP}${wait(operation) ? 'async ' : ''}def ${operation}(`;
    const [parameter, type] = operation === 'add_all' ? ['entities', 'Iterable[ModelT]'] : ['entity', 'ModelT'];
    const signature = operation === 'flush' ? 'self' : `self, ${parameter}: ${type}`;
    const call = `${wait(operation) ? 'await ' : ''}self.session.${operation}(${operation === 'flush' ? '' : parameter})`;
    return `${head}${signature}) -> ${operation === 'merge' ? 'ModelT' : 'None'}:\n${STEP}${STEP}${operation === 'merge' ? 'return ' : ''}${call}\n`;
  });
  const iterable: readonly NewImport[] = operations.includes('add_all') ? [{ module: (style.floor ?? 9) < 9 ? 'typing' : 'collections.abc', name: 'Iterable', section: 'standard' }] : [];
  // Classes have type parameters of their own since Python 3.12 (PEP 695).
  const isNew = (style.floor ?? 9) >= 12;
  const typing: readonly NewImport[] = isNew ? [] : ['Generic', 'TypeVar'].map((name) => ({ module: 'typing', name, section: 'standard' }));
  const imports = importBlock([...typing, ...iterable, { module: session.module, name: session.name, section: 'outer' }], style.width('' as Parameters<CodeStyle['width']>[0]));
  return `"""What all repositories have in common."""\n\n${imports}\n${isNew ? '' : 'ModelT = TypeVar("ModelT")\n\n'}\nclass BaseRepository${isNew ? '[ModelT]' : '(Generic[ModelT])'}:\n${STEP}"""Keeps a session and hands objects of one mapped class to it."""\n\n${[initText(session.name), ...methods].join('\n')}`;
}
