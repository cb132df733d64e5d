import { isProblem } from '../problem.ts';
import { normaliseName, printRequirement } from '../requirement/index.ts';
import { ALL_VERSIONS, intersect, parseSpecifiers, versionsOfAll, type VersionSet } from '../version/index.ts';
import type { NewItem, NewList, NewProject } from '../uv/new-project.ts';
import { sourcesOf, type WrittenSource } from '../uv/sources.ts';
import type { PathFacts } from './direct-source.ts';
import { settingsOf } from './file-options.ts';
import { chooseRoles } from './choose-roles.ts';
import type { RequirementsRole } from './roles.ts';
import { itemOf, useOf, type FileEntries, type FilePlace, type FileRemark, type SourceUse } from './requirement-items.ts';
import type { SortedFiles } from './source-files.ts';

/** Requirements files as parts of a uv project. With a refusal among the remarks nothing is to be written. */
export interface RequirementsPlan extends Pick<NewProject, 'dependencies' | 'groups' | 'constraints' | 'sources' | 'indexes' | 'settings'> {
  readonly main: string;
  /** What each file became, compiled ones included. */
  readonly roles: ReadonlyMap<string, RequirementsRole>;
  /** Compiled files, whose versions the first lock takes over; that of the runtime dependencies first. */
  readonly locks: readonly string[];
  readonly installsProject: boolean;
  readonly remarks: readonly FileRemark[];
}

/** What is there to read. */
export interface RequirementsInput {
  readonly files: SortedFiles;
  readonly facts: PathFacts;
  /** The requirements of a constraints file, or `undefined` when there is none. */
  readonly constraintsIn: (path: string) => FileEntries | undefined;
}

/** Puts the files of a folder together; `undefined` when none of them lists the runtime dependencies. */
export function planRequirements(input: RequirementsInput): RequirementsPlan | undefined {
  const chosen = chooseRoles(input.files, input.facts);
  if (!chosen) return undefined;
  const { main, roles, files } = chosen;
  const remarks: FileRemark[] = [...chosen.remarks];
  const uses: SourceUse[] = [];
  const constraints = new Map<string, NewItem>();
  const installed: FileEntries[] = [];
  const collect = (path: string, group: string | undefined, seen: ReadonlySet<string>): { items: NewItem[]; below: readonly string[] } => {
    const file = files.get(path);
    if (!file || seen.has(path)) return { items: [], below: [] };
    installed.push(file);
    remarks.push(...file.remarks);
    const items: NewItem[] = [];
    let carried: readonly string[] = [];
    for (const entry of file.entries) {
      const above = [...carried, ...entry.above];
      carried = [];
      if (entry.kind === 'requirement') {
        uses.push(useOf(entry.requirement, entry.source, group));
        items.push(itemOf({ ...entry, above }, entry.requirement));
        continue;
      }
      const target = chosen.resolve(entry.path);
      if (entry.kind === 'constraints') {
        addConstraints(entry.path, entry.at);
        carried = above;
        continue;
      }
      const role = target === undefined ? undefined : roles.get(target);
      if (target === undefined || !files.has(target)) {
        remarks.push({ kind: 'refusal', at: entry.at, message: `\`${entry.path}\` is included and is not there.` });
      } else if (role?.kind === 'main' && group !== undefined) {
        // uv installs the runtime dependencies with every group.
        carried = above;
      } else if (role?.kind === 'group' && role.group !== group) {
        if (group === undefined) remarks.push({ kind: 'refusal', at: entry.at, message: `The runtime dependencies include \`${target}\`, which by its name is for development: whether it is wanted at run time is for a person to say.` });
        items.push({ value: { 'include-group': role.group }, above, behind: entry.behind });
      } else {
        const inner = collect(target, group, new Set([...seen, path]));
        const [first, ...rest] = inner.items;
        items.push(...(first ? [{ ...first, above: [...above, ...(first.above ?? [])] }, ...rest] : []));
        carried = [...(first ? [] : above), ...inner.below];
      }
    }
    const below = [...carried, ...file.below];
    return { items, below: below.slice(0, below.findLastIndex((line) => line !== '') + 1) };
  };
  const addConstraints = (path: string, at: FilePlace): void => {
    const target = chosen.resolve(path);
    // Versions that some other file of the project locks or asks for are in uv's one lock.
    if (input.files.compiled.has(path) || (target !== undefined && roles.has(target))) return;
    const file = input.constraintsIn(path);
    if (!file) return void remarks.push({ kind: 'refusal', at, message: `The constraints \`${path}\` are not there.` });
    remarks.push(...file.remarks.filter(({ kind }) => kind === 'refusal'));
    for (const entry of file.entries) if (entry.kind === 'requirement') constraints.set(printRequirement(entry.requirement), itemOf(entry, entry.requirement));
    chosen.noteConstraints(path);
  };
  const runtime = collect(main, undefined, new Set());
  remarks.push(...contradictions([...files.values()].filter((file) => roles.get(file.path)?.kind === 'main')));
  const groups = chosen.groups.map(({ name, path, isDefault }) => {
    const { items, below } = collect(path, name, new Set());
    return { name, isDefault, list: distinct(items, below) };
  });
  const sources = new Map<string, WrittenSource | readonly WrittenSource[]>();
  for (const name of new Set(uses.map((use) => use.name))) {
    const source = sourcesOf(name, uses.filter((use) => use.name === name));
    if (isProblem(source)) remarks.push({ kind: 'refusal', at: { path: main, span: { start: 0, end: 0 } }, message: source.problem });
    else if (source) sources.set(name, source);
  }
  const settings = settingsOf(installed.flatMap(({ options }) => options));
  for (const [kind, list] of [['note', settings.notes], ['person', settings.persons], ['refusal', settings.refusals]] as const) remarks.push(...list.map((one) => ({ kind, ...one })));
  return {
    main, roles: chosen.allRoles(), groups, sources, remarks,
    dependencies: distinct(runtime.items, runtime.below),
    constraints: { items: [...constraints.values()] },
    indexes: settings.indexes, settings: settings.settings,
    locks: chosen.locks,
    installsProject: installed.some((file) => file.installsProject),
  };
}

/** A package that is asked for twice, in versions that exclude each other, everywhere. */
function contradictions(files: readonly FileEntries[]): readonly FileRemark[] {
  const seen = new Map<string, VersionSet>();
  return files.flatMap(({ entries }) => entries).flatMap((entry): FileRemark[] => {
    if (entry.kind !== 'requirement' || entry.requirement.marker) return [];
    const clauses = parseSpecifiers(entry.requirement.specifiers.replace(/===/g, '=='));
    if (isProblem(clauses)) return [];
    const name = normaliseName(entry.requirement.name);
    const both = intersect(seen.get(name) ?? ALL_VERSIONS, versionsOfAll(clauses));
    seen.set(name, both);
    return both.length > 0 ? [] : [{ kind: 'refusal', at: entry.at, message: `\`${name}\` is asked for more than once, in versions that exclude each other: nothing can be locked.` }];
  });
}

/** Each requirement once. */
function distinct(items: readonly NewItem[], below: readonly string[]): NewList {
  const keys = items.map(({ value }) => (typeof value === 'string' ? normaliseName(value.replace(/[^A-Za-z0-9._-].*$/s, '')) + value.replace(/^[A-Za-z0-9._-]+/, '') : `@${value['include-group']}`));
  return { items: items.filter((_, index) => keys.indexOf(keys[index] ?? '') === index), below };
}
