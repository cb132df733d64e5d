import type { UvIndex } from './package-index.ts';
import type { WrittenSource } from './sources.ts';

/** A line of an array, with the comments that belong to it. */
export interface NewItem {
  /** A requirement (PEP 508), or a group that is included (PEP 735). */
  readonly value: string | { readonly 'include-group': string };
  /** Comment lines above it, each from `#` on; an empty text is a blank line. */
  readonly above?: readonly string[];
  /** The comment behind it, from `#` on. */
  readonly behind?: string | undefined;
}

/** An array with comments, also below its last item. */
export interface NewList {
  readonly items: readonly NewItem[];
  readonly below?: readonly string[];
}

/** Plain values of `[project]` and `[tool.uv]`. */
export type NewValue = string | boolean | readonly string[] | readonly { readonly [key: string]: string }[] | { readonly [key: string]: string };

/** A project that is written down for uv for the first time. */
export interface NewProject {
  readonly name: string;
  readonly version: string;
  /** Keys of `[project]` between `version` and `requires-python`, in their order. */
  readonly metadata: readonly (readonly [string, NewValue])[];
  /** PEP 440; `undefined` leaves it to whoever locks first. */
  readonly requiresPython: string | undefined;
  readonly dependencies: NewList;
  readonly extras: readonly { readonly name: string; readonly list: NewList }[];
  /** `[project.scripts]` and the like, by the rest of the table's name. */
  readonly entryPoints: readonly { readonly table: readonly string[]; readonly entries: readonly (readonly [string, string])[] }[];
  readonly groups: readonly { readonly name: string; readonly list: NewList; readonly isDefault: boolean }[];
  readonly isPackage: boolean;
  /** Keys of `[tool.uv]` beside those that follow from the rest. */
  readonly settings: readonly (readonly [string, NewValue])[];
  readonly constraints: NewList;
  readonly sources: ReadonlyMap<string, WrittenSource | readonly WrittenSource[]>;
  readonly indexes: readonly UvIndex[];
  /** `[build-system]`, where the project is built. */
  readonly build: { readonly requires: readonly string[]; readonly backend: string } | undefined;
}
