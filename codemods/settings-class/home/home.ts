import type { Module, Named, RepoPath, SettingsObject } from '#pystd';
import type { FieldRules, NeededImport } from '../fields/index.ts';

/** What the standard asks of the place and the form of the settings. */
export interface HomeOptions {
  /** The module's path: `src/core/config.py`; below `{pkg}` or `{project_name}` where the standard leaves the package open. */
  readonly module: string;
  /** The folder in it that stands for the service's own: `src`, `{pkg}`. */
  readonly packageRoot: string;
  readonly accessor: 'module-singleton' | 'lru_cache-getter';
  /** `case_sensitive` of a new class. */
  readonly caseSensitive: boolean;
  /** The file a new class reads where the program loads none today; `undefined` where the standard does not ask for one. */
  readonly envFile: string | undefined;
  /** Whether the standard wants secrets without a literal default. */
  readonly requireSecrets: boolean;
}

/** How the rest of the program gets at the settings. */
export interface Accessor {
  readonly path: RepoPath;
  readonly name: string;
  readonly access: 'variable' | 'function';
}

/** The file of variables that a new class reads. */
export interface EnvFile {
  /** The expression for `env_file`; `undefined` for none. */
  readonly code: string | undefined;
  readonly imports: readonly NeededImport[];
}

interface Known {
  readonly project: string;
  /** The module with the class. */
  readonly path: RepoPath;
  readonly className: string;
  readonly accessor: Accessor;
  readonly rules: FieldRules;
}

/** A class that is there. */
export interface ExistingHome extends Known {
  readonly kind: 'existing';
  readonly object: SettingsObject;
}

/** A class to be written: into a module that is there, or into a new one with the `__init__.py` files it needs. */
export type NewHome = Known & { readonly envFile: EnvFile; readonly caseSensitive: boolean } & (
    | { readonly kind: 'module'; readonly module: Module; /** The first statement that needs the settings; without one they go to the end. */ readonly before: number | undefined }
    | { readonly kind: 'new'; readonly inits: readonly RepoPath[] }
  );

/** Why there is no place for the settings. */
export interface NoHome {
  readonly kind: 'refused';
  /** A full sentence. */
  readonly because: string;
  /** Where to say so; `undefined` for the project as a whole. */
  readonly path?: RepoPath;
  /** A class or name of the program's own that is in the way, and that might become the settings. */
  readonly holder?: Named;
}

/** Where the settings of a project live, and in which form. */
export type Home = ExistingHome | NewHome | NoHome;

/** A place that is none. */
export function noHome(because: string, more: Omit<NoHome, 'kind' | 'because'> = {}): NoHome {
  return { kind: 'refused', because, ...more };
}
