import { positionAt } from '../../text/lines.ts';
import { enclosing, parts } from '../syntax/walk.ts';
import type { Binding, ImportedAs } from './binding.ts';
import type { Home } from './lookup.ts';
import { joinPath, unknown, type ImportedMeaning, type Meaning } from './meaning.ts';
import type { PyNode } from '../syntax/node.ts';

/** The one meaning several bindings agree on. */
export function agreed(bindings: readonly Binding[], name: string): Meaning {
  const removed = bindings.find(({ how }) => how.kind === 'delete');
  if (removed) return unknown(`${quote(name)} is deleted ${line(removed)}.`);
  const telling = withoutStandIns(bindings);
  const [first, ...others] = telling;
  if (!first) return unknown(`${quote(name)} is not defined in this module.`);
  const meaning = meaningOf(first);
  if (meaning.kind !== 'import') {
    const other = others[0];
    return other ? unknown(`${quote(name)} is bound ${line(first)} and again ${line(other)}.`) : meaning;
  }
  const imports = telling.flatMap((binding) => importsOf(binding));
  const other = telling.find((binding) => !isSameImport(meaning, meaningOf(binding)));
  if (other) return unknown(`${quote(name)} is imported ${line(first)} and bound to something else ${line(other)}.`);
  return {
    ...meaning,
    bindings: telling,
    typeCheckingOnly: imports.every(({ typeCheckingOnly }) => typeCheckingOnly),
    guarded: imports.every(({ guarded }) => guarded) || telling.length < bindings.length,
  };
}

/** Without the `None` put in place of a failed import, and without the `@overload` forms of a function. */
function withoutStandIns(bindings: readonly Binding[]): readonly Binding[] {
  const guarded = bindings.some((binding) => importsOf(binding).some((how) => how.guarded));
  const telling = bindings.filter((binding) => !(guarded && isNone(binding)) && !isOverload(binding));
  return telling.length > 0 ? telling : bindings;
}

function isNone({ how }: Binding): boolean {
  return how.kind === 'assignment' && how.value?.type === 'none';
}

function isOverload({ how }: Binding): boolean {
  if (how.kind !== 'function' || how.definition.parent?.type !== 'decorated_definition') return false;
  return parts(how.definition.parent).some((part) => part.type === 'decorator' && /^@\s*(\w+\s*\.\s*)*overload\s*$/.test(part.text));
}

function importsOf({ how }: Binding): readonly ImportedAs[] {
  return how.kind === 'import' ? [how] : [];
}

function isSameImport(one: ImportedMeaning, other: Meaning): boolean {
  return other.kind === 'import' && other.path === one.path;
}

/** What a single binding says. `import a.b` binds `a` to the package `a`; `import a.b as c` binds `c` to `a.b`. */
export function meaningOf(binding: Binding): Meaning {
  const { how } = binding;
  if (how.kind !== 'import') return { kind: 'local', binding, attributes: [] };
  const { module, level, name, alias, typeCheckingOnly, guarded } = how;
  const whole = name === undefined && !alias ? binding.name : joinPath('.'.repeat(level) + module, name === undefined ? [] : [name]);
  return { kind: 'import', path: whole, level, attributes: [], bindings: [binding], typeCheckingOnly, guarded };
}

/** A star import after the last sure binding may have put something else in its place. */
export function underStars(meaning: Meaning, reaching: readonly Binding[], home: Home): Meaning {
  const first = reaching[0]?.since ?? 0;
  const starImports = home.scope.starImports.filter(({ statement }) => statement.start >= first && !inFunction(statement, home));
  if (starImports.length === 0 || meaning.kind === 'unknown') return meaning;
  const name = quote(reaching[0]?.name ?? '');
  return { kind: 'unknown', because: `A star import after ${name} may bind it to something else.`, starImports, otherwise: meaning };
}

function inFunction(statement: PyNode, home: Home): boolean {
  const definition = enclosing(statement, 'function_definition');
  return definition !== undefined && definition !== home.scope.node;
}

/** Where a binding stands, for a sentence. */
export function line(binding: Binding | undefined): string {
  return binding ? `on line ${positionAt(binding.node.tree.text, binding.node.start).line}` : 'elsewhere';
}

/** Code in a sentence. */
export function quote(code: string): string {
  return `\`${code.replace(/\s+/g, ' ')}\``;
}
