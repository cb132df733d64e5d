import { folderOf, isInside, projectOf, serviceRootOf, type Module, type Reading, type SettingsField, type Task } from '#pystd';
import { changesOf } from '../fate/changes.ts';
import { programsOf, type Programs } from '../fate/programs.ts';
import { fieldNames, mergeReadings, type FieldDecision, type FieldName, type FieldRules, type NameProblem } from '../fields/index.ts';
import { homeOf, obstacleToImport, type Home, type HomeOptions } from '../home/index.ts';
import { literalsOf, type Literal } from '../literals/literals.ts';
import { decide, type Staying, type VariableDecision } from './decisions.ts';
import { fieldsByVariable, keyOf, saysTheSame } from './existing.ts';
import { decideOnLiterals } from './hard-coded.ts';
import type { Options } from './options.ts';
import { candidatesAmong, isReadByService, type Candidate } from './readings.ts';

/** A place where settings can live. */
export type GoodHome = Exclude<Home, { kind: 'refused' }>;

/** What becomes of the configuration of one project. */
export interface ProjectPlan {
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

/** Plans every project of a repository that has any configuration, in the order in which it is found. */
export function plansOf(task: Task<Options>): readonly ProjectPlan[] {
  const programs = programsOf(task);
  const projects = new Map<string, { readings: Reading[]; literals: Literal[] }>();
  const projectAt = ({ path }: Module): { readings: Reading[]; literals: Literal[] } => {
    const folder = projectOf(task.repo, path);
    const known = projects.get(folder) ?? { readings: [], literals: [] };
    projects.set(folder, known);
    return known;
  };
  for (const reading of task.backend.environment.readings) if (isReadByService(reading)) projectAt(reading.access.module).readings.push(reading);
  if (task.options.hardCoded) for (const literal of literalsOf(task)) projectAt(literal.module).literals.push(literal);
  return [...projects].map(([folder, configuration]) => planOf(task, folder, configuration, programs));
}

function planOf(task: Task<Options>, folder: string, { readings, literals }: Configuration, programs: Programs): ProjectPlan {
  const home = homeOf(task, folder, homeOptions(task));
  if (home.kind === 'refused') return { home: undefined, variables: allStaying(readings, literals, home.because) };
  const isOwn = ({ path }: Module): boolean => projectOf(task.repo, path) === folder;
  const root = serviceRootOf(task, folder);
  const service = root.kind === 'known' ? root.folder : folderOf(home.path);
  const obstacleTo = (module: Module): string | undefined => obstacleToImport(task, home, module);
  const candidates = candidatesAmong(readings, { home, service }, changesOf(task.backend.environment, isOwn, task), obstacleTo, task);
  const read = grouped(candidates, ({ reading }) => reading.access.variable);
  const written = grouped(literals, ({ variable }) => variable);
  const there = home.kind === 'existing' ? fieldsByVariable(home.object) : new Map<string, SettingsField>();
  const names = namesFor([...new Set([...read.keys(), ...written.keys()])], home, there);
  const importers = importersOf(home, candidates, programs, task);
  const settled = (decision: VariableDecision): PlannedVariable => withField(decision, there.get(keyOf(decision.variable, home.rules)), home);
  return {
    home,
    variables: [
      ...[...read].map(([variable, list]) => settled(decide(variable, list, mergerFor(names.get(variable), home.rules), importers, programs))),
      ...[...written].map(([variable, list]) => {
        const named = names.get(variable);
        const isKnown = read.has(variable) || (named !== undefined && 'name' in named && isUsed(named.name, home, task));
        const outside = ({ path }: Module): string | undefined => (isInside(path, service) ? undefined : `It stands outside \`${service}\`, where the settings are.`);
        return settled(decideOnLiterals(variable, list, { rules: home.rules, named, isKnown, obstacleTo: (module) => outside(module) ?? obstacleTo(module) }));
      }),
    ],
  };
}

/** A decision beside the field that is there. One that says something else keeps every place as it is. */
function withField(decision: VariableDecision, there: SettingsField | undefined, { className }: GoodHome): PlannedVariable {
  const { shape, sites, variable } = decision;
  if (!shape || !there || saysTheSame(there, shape)) return { ...decision, there };
  const written = `${there.name}: ${there.annotation ?? ''}${there.value === undefined ? '' : ` = ${there.value}`}`.replace(/\s+/g, ' ');
  const because = shape.required && there.required === false ? `\`${className}\` has a default for \`${variable}\`, and here it is needed.` : `\`${className}\` reads \`${variable}\` in another way: \`${written}\`.`;
  return { variable, shape: undefined, sites: [], remarks: [], staying: [...decision.staying, ...sites.map(({ module, node, was }) => ({ module, node, was, because }))], there };
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

function homeOptions({ options, wants }: Task<Options>): HomeOptions {
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
  return new Map([...known, ...fieldNames(variables.filter((variable) => !known.has(variable)), home.rules, taken)]);
}

function mergerFor(named: FieldName | NameProblem | undefined, rules: FieldRules): (readings: readonly Reading[]) => FieldDecision {
  if (!named || 'problem' in named) return () => ({ kind: 'stays', because: named?.problem ?? 'It has no name.' });
  return (readings) => mergeReadings(readings, named, rules);
}

/** The modules that import the settings, or will. */
function importersOf(home: GoodHome, candidates: readonly Candidate[], programs: Programs, { python }: Task<Options>): readonly Module[] {
  const going = candidates.flatMap(({ reading, against }) => (against === undefined ? [reading.access.module] : []));
  const there = home.kind === 'new' ? undefined : python.layout.moduleAt(home.accessor.path);
  return [...new Set([...going, ...(there ? programs.importersOf(there) : [])])].filter((module) => module !== there);
}
