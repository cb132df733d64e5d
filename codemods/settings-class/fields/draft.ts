import type { Unset } from '#pystd';
import type { HelperName } from './helpers.ts';
import type { NeededImport, RemarkKind } from './shape.ts';

/** What a field is without its variable: it must be set, or it is a value. */
export type FieldUnset = Extract<Unset, { kind: 'fails' | 'none' | 'value' }>;

/** A type with what it needs, before it has a name. */
export interface Draft {
  /** The members of the type, `None` left out: `str` and `int` for `str | int`. */
  readonly types: readonly string[];
  /** The metadata of `Annotated`; pydantic runs the last validator first. */
  readonly metadata: readonly string[];
  readonly mayBeNone: boolean;
  readonly unset: FieldUnset;
  readonly helpers: readonly HelperName[];
  readonly imports: readonly NeededImport[];
  readonly since: '2.0' | '2.7';
  readonly remarks: readonly RemarkKind[];
}

/** What a type is made of before defaults are looked at; `fits` tells which literals it leaves as they are. */
export type Core = Pick<Draft, 'types' | 'metadata' | 'helpers' | 'imports' | 'since' | 'remarks'> & { readonly fits: (code: string) => boolean };

/** A core without anything special. */
export function plainCore(type: string, fits: Core['fits'], more: Partial<Core> = {}): Core {
  return { types: [type], metadata: [], helpers: [], imports: [], since: '2.0', remarks: [], fits, ...more };
}
