import type { Binding, StarImport } from './binding.ts';

/** What an expression that is a name or a chain of attributes means, as far as one module can tell. */
export type Meaning =
  | ImportedMeaning
  | { readonly kind: 'local'; readonly binding: Binding; readonly attributes: readonly string[] }
  | { readonly kind: 'builtin'; readonly name: string; readonly attributes: readonly string[] }
  | UnknownMeaning;

/** Something of another module. Whether a part of the path is a module or a member is for a look at the project to say. */
export interface ImportedMeaning {
  readonly kind: 'import';
  /** The whole dotted path, attributes included, with the leading dots of a relative import: `fastapi.FastAPI`, `..models.Book`. */
  readonly path: string;
  /** The number of leading dots. */
  readonly level: number;
  /** The attributes that follow the imported name, which are the last parts of the path. */
  readonly attributes: readonly string[];
  /** The imports that give this meaning, in document order. */
  readonly bindings: readonly Binding[];
  /** Whether the name does not exist at run time. */
  readonly typeCheckingOnly: boolean;
  /** Whether the program goes on without the import when it fails; the name may then be `None`. */
  readonly guarded: boolean;
}

/** No single meaning can be given. */
export interface UnknownMeaning {
  readonly kind: 'unknown';
  /** A full sentence for a person. */
  readonly because: string;
  /** The star imports that may provide the name, where they are the reason. */
  readonly starImports: readonly StarImport[];
  /** What the name means if none of the star imports provides it. */
  readonly otherwise: Meaning | undefined;
}

/** An unknown whose reason is not a star import. */
export function unknown(because: string): UnknownMeaning {
  return { kind: 'unknown', because, starImports: [], otherwise: undefined };
}

/** The meaning of an attribute (or attributes) of something. */
export function attributeOf(meaning: Meaning, attributes: readonly string[]): Meaning {
  if (attributes.length === 0) return meaning;
  switch (meaning.kind) {
    case 'import':
      return { ...meaning, path: joinPath(meaning.path, attributes), attributes: [...meaning.attributes, ...attributes] };
    case 'local':
    case 'builtin':
      return { ...meaning, attributes: [...meaning.attributes, ...attributes] };
    case 'unknown':
      return meaning.otherwise ? { ...meaning, otherwise: attributeOf(meaning.otherwise, attributes) } : meaning;
  }
}

/** Appends names to a path, which may consist of leading dots only. */
export function joinPath(path: string, names: readonly string[]): string {
  return names.reduce((joined, name) => (joined === '' || joined.endsWith('.') ? joined + name : `${joined}.${name}`), path);
}
