import type { RepoPath } from '#pystd';

/**
 * A project as it is after the migration, for everything outside `pyproject.toml` that has to follow: commands, containers, workflows. Read from the
 * Poetry tables while they are there and from `[project]` afterwards, so that all files can change in one step and leftovers are found later.
 * It says all that command translators ask of a project.
 */
export interface MigratedProject {
  /** `''` for the top of the repository. */
  readonly folder: string;
  readonly manifest: RepoPath;
  /** `poetry`: still to be migrated in this step. `uv`: migrated before. `kept`: stays with Poetry, since something has no equal in uv. */
  readonly state: 'poetry' | 'uv' | 'kept';
  readonly name: string;
  /** Every dependency group; the runtime dependencies are none. */
  readonly groups: readonly string[];
  /** The groups that are installed when nothing is said. */
  readonly defaultGroups: readonly string[];
  readonly extras: readonly string[];
  /** Whether the project itself is built and installed. */
  readonly isPackage: boolean;
  /** `[project.scripts]`: name → target, as in `serve` → `bookshop.main:serve`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** The version of Poetry in use, `undefined` when nothing tells: `poetry lock` means another thing in each. */
  readonly poetryMajor: 1 | 2 | undefined;
  /** `requires-python`, where it is said. */
  readonly requiresPython: string | undefined;
  /** Named package indexes: name → URL. */
  readonly indexes: ReadonlyMap<string, string>;
  /** The names of Poetry's package sources that are called otherwise in uv. */
  readonly renamedIndexes: ReadonlyMap<string, string>;
  /** The project's version, when it is static. */
  readonly version?: string;
}
