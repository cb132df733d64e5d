import { folderOf, isInside, projectOf, roleOf, serviceRootOf, unspeakable, type Module, type Reading, type SettingsField, type Snapshot, type Task } from '#pystd';
import { changesOf } from '../fate/changes.ts';
import { againstNewImport, needsOf } from '../fate/new-import.ts';
import { filesSeen } from '../fate/loads.ts';
import { programsOf, type Programs } from '../fate/programs.ts';
import { fieldNames, mergeReadings, readingsInto, whyNotSame, type FieldDecision, type FieldName, type NameProblem } from '../fields/index.ts';
import { homeOf, obstacleToImport, type Home, type HomeOptions } from '../home/index.ts';
import { literalsOf, type Literal } from '../literals/literals.ts';
import { decide, programWithout, type Staying, type VariableDecision } from './decisions.ts';
import { fieldsByVariable, isInClass, keyOf, setByProgram } from './existing.ts';
import { decideOnLiterals } from './hard-coded.ts';
import type { Options } from './options.ts';
import { candidatesAmong, hasFile, isConfiguration, type Candidate } from './readings.ts';

/** A place where settings can live. */
export type GoodHome = Exclude<Home, { kind: 'refused' }>;

/** What becomes of the configuration of one project. */
export interface ProjectPlan {
  /** Reads inside the settings class itself. */
  readonly inClass: readonly Reading[];
  /** `undefined` where there is no place for settings: then everything stays. */
  readonly home: GoodHome | undefined;
  readonly variables: readonly PlannedVariable[];
}

/** A decision with the field that is there for its variable already. */
export interface PlannedVariable extends VariableDecision {
  readonly there: SettingsField | undefined;
}

/** What a project reads from its environment, and what it has in its code instead. */
interface Configuration {
  readonly readings: readonly Reading[];
  readonly literals: readonly Literal[];
}

const planned = new WeakMap<Snapshot, { readonly options: Readonly<Options>; readonly plans: readonly ProjectPlan[] }>();

/** The plans of every project that has any configuration. Where one step of the codemod rests the next begins: both ask of the same repository. */
export function plansOf(task: Task<Options>): readonly ProjectPlan[] {
  const known = planned.get(task.repo);
  if (known && known.options === task.options) return known.plans;
  const plans = makePlans(task);
  planned.set(task.repo, { options: task.options, plans });
  return plans;
}

/** One plan for each project, in the order in which these are found. */
function makePlans(task: Task<Options>): readonly ProjectPlan[] {
  const programs = programsOf(task);
  const projects = new Map<string, { readings: Reading[]; literals: Literal[] }>();
  const projectAt = ({ path }: Module): { readings: Reading[]; literals: Literal[] } => {
    const folder = projectOf(task.repo, path);
    const known = projects.get(folder) ?? { readings: [], literals: [] };
    projects.set(folder, known);
    return known;
  };
  for (const reading of task.backend.environment.readings) if (isConfiguration(reading)) projectAt(reading.access.module).readings.push(reading);
  if (task.options.hardCoded) for (const literal of literalsOf(task)) projectAt(literal.module).literals.push(literal);
  return [...projects].map(([folder, configuration]) => planOf(task, folder, configuration, programs));
}

function planOf(task: Task<Options>, folder: string, { readings, literals }: Configuration, programs: Programs): ProjectPlan {
  const home = homeOf(task, folder, homeOptions(task));
  const other = home.kind === 'new' || home.kind === 'module' ? otherSettings(home, folder, task) : undefined;
  if (home.kind === 'refused') return { home: undefined, inClass: [], variables: allStaying(readings, literals, home.because) };
  if (other) return { home: undefined, inClass: [], variables: allStaying(readings, literals, `\`Settings\` of \`${other.path}\` seems to hold the configuration already, in a way of its own.`) };
  const root = serviceRootOf(task, folder);
  // The settings of a library are its user's affair, and scripts have none.
  const isService = home.kind === 'existing' || (root.kind === 'known' && root.entry !== undefined);
  if (!isService) return { home: undefined, inClass: [], variables: allStaying(readings, literals, `There is no FastAPI application in ${folder === '' ? 'this project' : `\`${folder}\``}, and no settings class.`) };
  const isOwn = ({ path }: Module): boolean => projectOf(task.repo, path) === folder;
  const service = root.kind === 'known' ? root.folder : folderOf(home.path);
  const there = home.kind === 'existing' ? fieldsByVariable(home.object) : new Map<string, SettingsField>();
  const standing = home.kind === 'new' ? undefined : task.python.layout.moduleAt(home.accessor.path);
  const needs = standing && needsOf(standing, there, readings, literals);
  const obstacleTo = (module: Module): string | undefined => {
    if (module.path === home.accessor.path) return undefined;
    return obstacleToImport(task, home, module) ?? unspeakable(task, home.accessor.path, module) ?? (needs && againstNewImport(module, needs, programs));
  };
  const outside = readings.filter((reading) => !isInClass(reading, home));
  const candidates = candidatesAmong(outside, { home, service }, changesOf(task.backend.environment, isOwn, task), obstacleTo, task);
  const read = grouped(candidates, ({ reading }) => reading.access.variable);
  const written = grouped(literals, ({ variable }) => variable);
  const names = namesFor([...new Set([...read.keys(), ...written.keys()])], home, there);
  const importers = importersOf(home, [...candidates.flatMap(({ reading, against }) => (against === undefined ? [reading.access.module] : [])), ...literals.map(({ module }) => module)], programs, task);
  const fieldOf = (variable: string): SettingsField | undefined => there.get(keyOf(variable, home.rules));
  const seen = filesSeen(task.backend.environment.loads, isOwn, programs, task);
  const withFileRemark = (decision: VariableDecision, list: readonly Candidate[]): VariableDecision => {
    const read = home.kind === 'existing' && hasFile(home) ? list.filter(({ reading, against }) => against === undefined && reading.access.reader === 'os').map(({ reading }) => seen(reading)) : [];
    const kind = read.includes('nothing') ? 'file-unread' : read.includes('late') ? 'file-late' : undefined;
    return kind && decision.sites.length > 0 ? { ...decision, remarks: [...decision.remarks, { kind, variable: decision.variable, other: '' }] } : decision;
  };
  return {
    home,
    inClass: readings.filter((reading) => isInClass(reading, home)),
    variables: [
      ...[...read].map(([variable, list]) => ({ ...withFileRemark(decide(variable, list, mergerFor(names.get(variable), fieldOf(variable), home, task), { importers, programs, home: home.accessor.path }), list), there: fieldOf(variable) })),
      ...[...written].map(([variable, list]) => {
        const named = names.get(variable);
        const isKnown = read.has(variable) || (named !== undefined && 'name' in named && isUsed(named.name, home, task));
        const isOutside = ({ path }: Module): string | undefined => (isInside(path, service) ? undefined : `It stands outside \`${service}\`, where the settings are.`);
        return besideField(decideOnLiterals(variable, list, { rules: home.rules, named, isKnown, obstacleTo: (module) => isOutside(module) ?? obstacleTo(module), whyNotRequired: (modules) => programWithout(variable, modules, importers, programs) }), fieldOf(variable), home);
      }),
    ],
  };
}

/** A module with a class of another kind that is called as the new one would be: two of that name would be one too many. */
function otherSettings(home: GoodHome, folder: string, { python, repo }: Task<Options>): Module | undefined {
  const name = new RegExp(`^class[ \\t]+${home.className}\\b`, 'm');
  return python.layout.holding(`class ${home.className}`).find((module) => module.path !== home.path && roleOf(module.path) === 'service' && projectOf(repo, module.path) === folder && name.test(module.text));
}

/** A value in the code beside the field that is there: one that says something else keeps the value where it is. */
function besideField(decision: VariableDecision, there: SettingsField | undefined, home: GoodHome): PlannedVariable {
  const because = decision.shape && there && home.kind === 'existing' ? whyNotSame(home.object, there, decision.shape, home.rules) : undefined;
  if (because === undefined) return { ...decision, there };
  return { ...decision, shape: undefined, sites: [], remarks: [], staying: [...decision.staying, ...decision.sites.map(({ module, node, was }) => ({ module, node, was, because }))], there };
}

/** Whether some code reads a field of the settings, by its spelling. */
function isUsed(field: string, home: GoodHome, { python }: Task<Options>): boolean {
  return home.kind === 'existing' && python.layout.holding(`${home.object.name}.${field}`).length > 0;
}

function allStaying(readings: readonly Reading[], literals: readonly Literal[], because: string): PlannedVariable[] {
  const staying = (variable: string, one: Staying): PlannedVariable => ({ variable, shape: undefined, sites: [], remarks: [], staying: [one], there: undefined });
  return [
    ...readings.map(({ access, node }) => staying(access.variable, { module: access.module, node, was: access.when, because })),
    ...literals.map(({ variable, module, node }) => staying(variable, { module, node, was: 'literal', because })),
  ];
}

function grouped<T>(all: readonly T[], variableOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(variableOf(one), [...(groups.get(variableOf(one)) ?? []), one]);
  return groups;
}

/** What the standard asks of the place and the form of the settings. */
export function homeOptions({ options, wants }: Task<Options>): HomeOptions {
  return {
    module: options.module,
    packageRoot: options.packageRoot,
    accessor: options.accessor === 'lru_cache-getter' ? 'lru_cache-getter' : 'module-singleton',
    caseSensitive: options.caseSensitive,
    envFile: options.envFile === '' ? undefined : options.envFile,
    requireSecrets: options.requireSecrets && wants('config/no-default-secrets'),
  };
}

/** The name of each variable's field: that of the field that is there, else one that is free. */
function namesFor(variables: readonly string[], home: GoodHome, there: ReadonlyMap<string, SettingsField>): ReadonlyMap<string, FieldName | NameProblem> {
  const known = new Map(variables.flatMap((variable): [string, FieldName][] => {
    const field = there.get(keyOf(variable, home.rules));
    return field ? [[variable, { name: field.name, alias: undefined }]] : [];
  }));
  const taken = new Set(home.kind === 'existing' ? home.object.fields.map(({ name }) => name) : []);
  const others = variables.filter((variable) => !known.has(variable));
  const hidden = new Map(others.flatMap((variable): [string, NameProblem][] => {
    const other = [...taken].find((name) => name.toLowerCase() === variable.toLowerCase());
    return other === undefined ? [] : [[variable, { problem: `\`${home.className}.${other}\` is something else than a field that \`${variable}\` alone sets.` }]];
  }));
  return new Map([...known, ...fieldNames(others.filter((variable) => !hidden.has(variable)), home.rules, taken), ...hidden]);
}

function mergerFor(named: FieldName | NameProblem | undefined, there: SettingsField | undefined, home: GoodHome, task: Task<Options>): (readings: readonly Reading[]) => FieldDecision {
  const name = there?.name ?? (named && 'name' in named ? named.name : undefined);
  const because = name !== undefined && home.kind === 'existing' ? setByProgram(name, home, task) : undefined;
  if (because !== undefined) return () => ({ kind: 'stays', because });
  if (there && home.kind === 'existing') return (readings) => readingsInto(readings, home.object, there, home.rules);
  if (!named || 'problem' in named) return () => ({ kind: 'stays', because: named?.problem ?? 'It has no name.' });
  return (readings) => mergeReadings(readings, named, home.rules);
}

/** The modules that import the settings, or will. */
function importersOf(home: GoodHome, going: readonly Module[], programs: Programs, { python }: Task<Options>): readonly Module[] {
  const there = home.kind === 'new' ? undefined : python.layout.moduleAt(home.accessor.path);
  return [...new Set([...going, ...(there ? programs.importersOf(there) : [])])].filter((module) => module !== there);
}
