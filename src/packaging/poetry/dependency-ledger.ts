import type { TomlPath } from '../../formats/toml/index.ts';
import type { Marker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { normaliseName } from '../requirement/index.ts';
import { sourcesOf, type Scope, type SourcedUse, type UvSource, type WrittenSource } from '../uv/sources.ts';
import { uvSourceOf } from './direct-origin.ts';
import type { PoetryConstraint, PoetryDependency } from './entry.ts';
import type { Indexes } from './package-sources.ts';
import type { Remarks } from '../remark.ts';
import { toRequirement } from './requirement.ts';

/** A requirement on its way into an array, with the entry whose comments come along. */
export interface RequirementItem {
  readonly requirement: string;
  readonly at: TomlPath;
}

/** What of `[tool.uv]` is said by name of a package. */
export interface PackageSettings {
  readonly sources: ReadonlyMap<string, { readonly at: TomlPath; readonly source: WrittenSource | readonly WrittenSource[] }>;
  readonly prereleases: ReadonlyMap<string, 'allow' | 'disallow'>;
}

/** What a ledger has to know around the dependency tables. */
export interface LedgerContext {
  readonly indexes: Indexes;
  readonly remarks: Remarks;
  /** Whether a folder, relative to the project's, is a project that is not built and installed. */
  isUnpackaged(path: string): boolean;
  /** Whether a project that gets this folder together with this project gets it as editable. */
  isEditableElsewhere(path: string): boolean;
}

/** Converts dependencies one by one, and remembers where each is to come from. */
export class DependencyLedger {
  readonly #context: LedgerContext;
  readonly #uses = new Map<string, { spelled: string; at: TomlPath; uses: SourcedUse[] }>();
  readonly #prereleases = new Map<string, 'allow' | 'disallow'>();

  constructor(context: LedgerContext) {
    this.#context = context;
  }

  /** The requirements of a dependency, one for each of its constraints; what cannot be converted is refused. */
  convert(dependency: PoetryDependency, scope: Scope): readonly RequirementItem[] {
    const items = dependency.constraints.flatMap((constraint, index) => {
      const converted = toRequirement(dependency.name, constraint);
      if (isProblem(converted)) {
        this.#context.remarks.refuse(constraint.at, converted.problem);
        return [];
      }
      this.note(dependency.name, constraint, converted.marker, scope);
      // Comments above the name belong to the first of several constraints.
      return [{ requirement: converted.requirement, at: index === 0 ? dependency.at : constraint.at }];
    });
    return items.filter(({ requirement }, index) => items.findIndex((other) => other.requirement === requirement) === index);
  }

  /** Remembers where a name comes from, and what else is said of it beside its versions. */
  note(name: string, constraint: PoetryConstraint, marker: Marker | undefined, scope: Scope): void {
    const key = normaliseName(name);
    const known = this.#uses.get(key) ?? { spelled: name, at: constraint.at, uses: [] };
    known.uses.push({ source: this.#sourceOf(name, constraint), marker, scope });
    this.#uses.set(key, known);
    if (constraint.allowPrereleases !== undefined && this.#prereleases.get(key) !== 'allow') {
      this.#prereleases.set(key, constraint.allowPrereleases ? 'allow' : 'disallow');
      this.#context.remarks.note(constraint.at, `Whether pre-releases of \`${name}\` may be taken is said in \`tool.uv.prerelease-package\` now, which uv knows since 0.12.1.`);
    }
  }

  get settings(): PackageSettings {
    const sources = new Map<string, { at: TomlPath; source: WrittenSource | readonly WrittenSource[] }>();
    for (const { spelled, at, uses } of this.#uses.values()) {
      const source = sourcesOf(spelled, uses);
      if (isProblem(source)) this.#context.remarks.refuse(at, source.problem);
      else if (source) sources.set(spelled, { at, source });
    }
    return { sources, prereleases: this.#prereleases };
  }

  #sourceOf(name: string, { at, origin, source, version }: PoetryConstraint): UvSource | undefined {
    const { remarks, indexes } = this.#context;
    if (origin !== undefined) {
      const isTorn = origin.kind === 'path' && !origin.develop && this.#context.isEditableElsewhere(origin.path);
      const made = uvSourceOf(name, isTorn ? { ...origin, develop: true } : origin, this.#context.isUnpackaged);
      if (isProblem(made)) {
        remarks.refuse(at, made.problem);
        return undefined;
      }
      if (version !== undefined && version !== '*') remarks.note(at, `The version of \`${name}\` is left out: Poetry ignored it, since the package comes from ${origin.kind === 'git' ? 'git' : `a ${origin.kind}`}.`);
      if (origin.kind === 'git' && origin.develop) remarks.note(at, `\`${name}\` from git was installed editable (\`develop\`), for which uv has no setting: it is installed as a plain package.`);
      if ('editable' in made && isTorn) remarks.note(at, `\`${name}\` is installed editable here too: another project of the repository takes both, and that one editable, and uv allows one way only.`);
      if ('package' in made) remarks.note(at, `\`${name}\` at \`${made.path}\` is not built as a package: uv takes only its dependencies.`);
      return made;
    }
    if (source === undefined) return undefined;
    const index = indexes.named(source);
    if (index !== undefined) return { index };
    remarks.refuse(at, `\`${name}\` comes from the package source \`${source}\`, which is not declared.`);
    return undefined;
  }
}
