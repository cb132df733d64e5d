import { dataAt, isArrayData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { normaliseName } from '../requirement/index.ts';
import type { DependencyLedger, RequirementItem } from './dependency-ledger.ts';
import { readDependencies, type PoetryDependency } from './entry.ts';
import { mainGroupTables } from './groups.ts';
import { tableAt, textsOf } from '../tables.ts';
import { POETRY } from './poetry-table.ts';
import type { Remarks } from '../remark.ts';

/** What the project itself and its extras ask for. */
export interface Runtime {
  readonly dependencies: readonly RequirementItem[];
  readonly extras: readonly Extra[];
}

/** An extra (`[project.optional-dependencies]`). */
export interface Extra {
  readonly name: string;
  readonly at: TomlPath;
  readonly items: readonly RequirementItem[];
}

const PROJECT_SCOPE = { kind: 'project' } as const;

/** The tables of runtime dependencies, in the order Poetry reads them. */
export function runtimeTables(data: TomlTableData): readonly TomlPath[] {
  return [[...POETRY, 'dependencies'], ...mainGroupTables(data)];
}

/**
 * Whether Poetry takes the runtime dependencies from its own tables: when `[project]` lists none, or says that some of them are dynamic. Otherwise
 * its tables only add where a package comes from.
 */
export function isRuntimeInPoetry(data: TomlTableData): boolean {
  const dependencies = dataAt(data, ['project', 'dependencies']);
  if (isArrayData(dependencies) && dependencies.length > 0) return false;
  return Object.keys(tableAt(data, ['project', 'optional-dependencies'])).length === 0 || textsOf(dataAt(data, ['project', 'dynamic'])).includes('dependencies');
}

/** The runtime dependencies and extras of Poetry's own tables. */
export function readRuntime(data: TomlTableData, ledger: DependencyLedger, remarks: Remarks): Runtime {
  const all = runtimeTables(data).flatMap((at) => readDependencies(dataAt(data, at), at, remarks));
  const hasOwnExtras = Object.keys(tableAt(data, ['project', 'optional-dependencies'])).length > 0;
  const members = hasOwnExtras ? [] : readMembers(data, all, remarks);
  const reachable = new Set(members.flatMap(({ found }) => found.map(({ dependency }) => dependency)));
  const converted = new Map<PoetryDependency, readonly RequirementItem[]>();
  const dependencies = all.flatMap((dependency) => {
    const optional = isOptional(dependency);
    if (optional === undefined) {
      remarks.refuse(dependency.at, `Some constraints of \`${dependency.name}\` are optional and some are not.`);
      return [];
    }
    if (optional && !reachable.has(dependency)) {
      remarks.person(dependency.at, `\`${dependency.name}\` is optional and in no extra, so that nothing installs it: it is left out. Put it into an extra if it is wanted.`);
      return [];
    }
    const items = ledger.convert(dependency, PROJECT_SCOPE);
    converted.set(dependency, items);
    return optional ? [] : items;
  });
  return { dependencies, extras: members.map((member) => extraOf(member, converted, remarks)) };
}

/** The members of an extra, as far as they are dependencies. */
interface Members {
  readonly name: string;
  readonly at: TomlPath;
  readonly found: readonly { readonly dependency: PoetryDependency; readonly at: TomlPath; readonly isFirst: boolean }[];
}

function readMembers(data: TomlTableData, all: readonly PoetryDependency[], remarks: Remarks): readonly Members[] {
  const at: TomlPath = [...POETRY, 'extras'];
  const extras = tableAt(data, at);
  const seen = new Set<PoetryDependency>();
  const names = new Map<string, string>();
  return Object.keys(extras).map((spelled) => {
    const name = extraName(spelled);
    const place = [...at, spelled];
    if (name !== spelled) remarks.note(place, `The extra \`${spelled}\` is called \`${name}\`, since that is not a name that PEP 685 allows.`);
    const other = names.get(normaliseName(name));
    if (other !== undefined) remarks.refuse(place, `The extras \`${other}\` and \`${spelled}\` mean the same name.`);
    names.set(normaliseName(name), spelled);
    const found = textsOf(extras[spelled]).flatMap((member, index) => {
      const matches = all.filter((dependency) => normaliseName(dependency.name) === normaliseName(member.trim()));
      if (matches.length === 0) remarks.person([...place, index], `The extra \`${spelled}\` names \`${member}\`, which is no dependency: Poetry installs nothing for it, and it is left out.`);
      return matches.map((dependency) => {
        const isFirst = !seen.has(dependency);
        seen.add(dependency);
        return { dependency, at: [...place, index], isFirst };
      });
    });
    return { name, at: place, found };
  });
}

function extraOf({ name, at, found }: Members, converted: ReadonlyMap<PoetryDependency, readonly RequirementItem[]>, remarks: Remarks): Extra {
  const items = found.flatMap(({ dependency, at: member, isFirst }) => {
    const own = converted.get(dependency) ?? [];
    if (isOptional(dependency) === false) {
      remarks.note(member, `\`${dependency.name}\` is in the extra \`${name}\` and not optional: Poetry 2 installs it with the extra only, Poetry 1 always. It stays a dependency and is in the extra as well.`);
      return own.map(({ requirement }) => ({ requirement, at: member }));
    }
    // The comments of the dependency come along once, into the first extra that has it.
    return isFirst ? own : own.map(({ requirement }) => ({ requirement, at: member }));
  });
  return { name, at, items };
}

function isOptional({ constraints }: PoetryDependency): boolean | undefined {
  const [first, ...rest] = constraints.map(({ optional }) => optional);
  return rest.every((optional) => optional === first) ? first ?? false : undefined;
}

function extraName(spelled: string): string {
  if (/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(spelled)) return spelled;
  return spelled.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[._-]+|[._-]+$/g, '') || 'extra';
}
