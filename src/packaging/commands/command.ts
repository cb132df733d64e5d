import type { RequirementsRole } from '../pip/roles.ts';

export type { RequirementsRole } from '../pip/roles.ts';

/** One word of a command line as its shell will see it. */
export interface Word {
  /** After quote removal; `undefined` when the word holds expansions (`$GROUP`, `$(…)`, `${{ … }}`), so that its value is not known. */
  readonly value: string | undefined;
  /** As it stands in its host. */
  readonly raw: string;
}

/**
 * A word of a new command line: the number of an old word, which is carried as it was written; a string, which the host quotes as it must;
 * or raw text made from an old word, of which a part was replaced: the host writes it as it is.
 */
export type Arg = number | string | { readonly from: number; readonly text: string };

/** Where a command stands, as far as it changes what the command should be. */
export type Setting =
  /** A container image or what starts in one: nothing may be locked or synced behind the user's back. */
  | 'image'
  | 'ci'
  /** Makefiles, scripts and hooks that people run in their checkout. */
  | 'dev'
  /** Text for people: README, contributing guide. */
  | 'docs'
  /** Inside tox or nox: an environment that is not the project's own is active. */
  | 'environment';

/** What a command line becomes. */
export type Translation =
  | {
      readonly kind: 'commands';
      /** Joined with `&&` when there are several. */
      readonly commands: readonly (readonly Arg[])[];
      /** What a person should know: whole sentences. */
      readonly remarks: readonly string[];
      /** What the command prints, when that is known beforehand: a substitution `$(…)` of it can be replaced by this text. */
      readonly prints?: string;
    }
  /** Nothing takes its place. */
  | { readonly kind: 'removed'; readonly remarks: readonly string[] }
  /** Left alone. */
  | { readonly kind: 'unknown'; readonly because: string };

/** What a translator must know of the project that a command works on, after the migration. Names are normalised (PEP 503, PEP 735). */
export interface ProjectFacts {
  /** Every dependency group. The runtime dependencies (`main`) are none. */
  readonly groups: readonly string[];
  /** The groups that are installed when nothing is said. */
  readonly defaultGroups: readonly string[];
  readonly extras: readonly string[];
  /** Whether the project itself is built and installed. */
  readonly isPackage: boolean;
  /** Whether Poetry knows the runtime dependencies as `main`, which it does unless nothing is said of them. */
  readonly hasMain?: boolean;
  /** Entry points of `[project.scripts]`: name → target, as in `serve` → `bookshop.main:serve`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The version of Poetry in use, `undefined` when nothing tells. `lock` means another thing in each. */
  readonly poetryMajor: 1 | 2 | undefined;
  /** Named package indexes: name → URL. */
  readonly indexes?: ReadonlyMap<string, string>;
  /** The project's version, when it is static. */
  readonly version?: string;
}

/** What `pipToUv` must know as well. */
export interface PipFacts extends ProjectFacts {
  /** What a requirements file became, by its path as the command writes it. `undefined`: it is none of this project, or it stays. */
  readonly requirements: (path: string) => RequirementsRole | undefined;
}
