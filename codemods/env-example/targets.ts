import {
  envFilesOf, folderOf, inventoryOf, isInside, joinPath, nameOf, projectOf, roleOf,
  type ClassDefinition, type RepoPath, type RepositoryView, type SettingsInventory, type SettingsVariable, type SourceFile, type Task,
} from '#pystd';
import { exampleFiles, GENERAL_NAMES, rankOf } from './example-files.ts';
import type { Options } from './index.ts';
import { keysIn } from './keys-in.ts';

/** One example, and the settings it is for. */
export interface Target {
  readonly path: RepoPath;
  /** The example as it is; `undefined` when there is none yet. */
  readonly file: SourceFile | undefined;
  readonly inventories: readonly SettingsInventory[];
  /** The variables of all of them, each once. */
  readonly variables: readonly SettingsVariable[];
  /** The class that refuses to start when its `.env` holds a key it does not know. */
  readonly refusing: ClassDefinition | undefined;
}

/** The settings classes of the running service whose variables can be told. */
function inventoriesIn(view: RepositoryView): readonly SettingsInventory[] {
  const { backend, python } = view;
  return classesIn(view).flatMap((definition) => {
    const inventory = inventoryOf(definition, backend.settings.classes, python);
    return 'problem' in inventory ? [] : [inventory];
  });
}

/** The settings classes of the running service: nothing of tests, examples, or of what runs in pipelines. */
function classesIn({ backend, ownershipOf }: RepositoryView): readonly ClassDefinition[] {
  return backend.settings.classes.filter(({ module: { path } }) => ownershipOf(path) === 'own' && roleOf(path) === 'service' && !path.split('/').some((part) => part.startsWith('.')));
}

/** The examples of a repository: one for each folder in which a project's settings look for their `.env`. */
export function targetsIn(task: Task<Options>): readonly Target[] {
  const homes = new Map<string, SettingsInventory[]>();
  const inventories = inventoriesIn(task);
  for (const inventory of inventories) {
    const home = homeOf(inventory, inventories, task);
    homes.set(home, [...(homes.get(home) ?? []), inventory]);
  }
  const found = new Map<RepoPath, SettingsInventory[]>();
  for (const [folder, members] of homes) {
    const path = existingExample(folder, members, task) ?? joinPath(folder, task.options.file);
    found.set(path, [...(found.get(path) ?? []), ...members]);
  }
  return [...found].flatMap(([path, members]) => {
    const target = targetOf(path, members, task);
    return target.variables.length === 0 || task.repo.opaque.has(path) ? [] : [target];
  });
}

function targetOf(path: RepoPath, members: readonly SettingsInventory[], task: Task<Options>): Target {
  const refusing = members.find(({ options }) => options.envFile !== undefined && options.refusesUnknown);
  // Keys of other classes would keep the class that refuses them from starting.
  const kept = refusing ? members.filter((inventory) => inventory === refusing || isPartOf(inventory, refusing)) : members;
  const variables = new Map<string, SettingsVariable>();
  for (const variable of ownFirst(kept, task).flatMap((inventory) => inventory.variables)) {
    if (isPlainName(variable.name) && !variables.has(variable.name)) variables.set(variable.name, variable);
  }
  return { path, file: task.repo.files.get(path), inventories: kept, variables: [...variables.values()], refusing: refusing?.definition };
}

/** Whether a shell takes it for the name of a variable. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

/** Whether all variables of a class are another's as well: a base of it. */
function isPartOf(inventory: SettingsInventory, whole: SettingsInventory): boolean {
  return inventory.variables.every(({ name }) => whole.variables.some((other) => other.name === name));
}

/** The class the program's settings object is made of goes first: where several say something of one variable, it counts. */
function ownFirst(members: readonly SettingsInventory[], { backend }: Task<Options>): readonly SettingsInventory[] {
  const isMade = ({ definition }: SettingsInventory): boolean => backend.settings.objects.some((object) => object.definition.node === definition.node);
  const isBase = (one: SettingsInventory): boolean => members.some((other) => other !== one && other.variables.length > one.variables.length && isPartOf(one, other));
  return [...members.filter((one) => isMade(one) && !isBase(one)), ...members.filter((one) => !isMade(one) && !isBase(one)), ...members.filter(isBase)];
}

/** The folder of the `.env` a class reads; a class without one goes with the others of its project. */
function homeOf(inventory: SettingsInventory, all: readonly SettingsInventory[], task: Task<Options>): string {
  const project = projectOf(task.repo, inventory.definition.module.path);
  const others = all.filter(({ definition }) => projectOf(task.repo, definition.module.path) === project);
  return [inventory, ...others].map((one) => folderOfEnvFile(one, project, task)).find((folder) => folder !== undefined) ?? project;
}

function folderOfEnvFile({ options }: SettingsInventory, project: string, { python }: Task<Options>): string | undefined {
  if (!options.envFile) return undefined;
  const files = envFilesOf(options.envFile.node, options.envFile.module, python);
  const file = files.find(({ path }) => nameOf(path) === '.env') ?? files[0];
  if (!file) return undefined;
  if (file.from === 'repository') return folderOf(file.path);
  // Programs are started in the folder of their project.
  const above = /^(?:\.\.\/)*/.exec(file.path)?.[0].length ?? 0;
  const parts = project === '' ? [] : project.split('/');
  return above / 3 > parts.length ? undefined : folderOf([...parts.slice(0, parts.length - above / 3), file.path.slice(above)].join('/'));
}

/** The example that is there: in the folder itself, or elsewhere the one that has most of the variables. */
function existingExample(folder: string, members: readonly SettingsInventory[], task: Task<Options>): RepoPath | undefined {
  const names = new Set(members.flatMap(({ variables }) => variables.flatMap(({ name, otherNames }) => [name, ...otherNames])).map((name) => name.toUpperCase()));
  const project = projectOf(task.repo, members[0]?.definition.module.path ?? '');
  const candidates = exampleFiles(task).map((file) => ({ file, shared: keysIn(file.text).filter((key) => names.has(key.toUpperCase())).length }));
  const near = candidates.filter(({ file }) => folderOf(file.path) === folder);
  // An example of another folder may be another program's: inside the project one key in common is enough, outside half of them.
  const far = candidates.filter(({ file, shared }) => shared >= (isInside(file.path, project) && projectOf(task.repo, file.path) === project ? 1 : Math.max(2, names.size / 2)));
  const best = (some: typeof candidates): RepoPath | undefined => [...some].sort((a, b) => b.shared - a.shared || rankOf(a.file.path) - rankOf(b.file.path))[0]?.file.path;
  // What is named after a tier is not the general one where that is there, too.
  const general = near.filter(({ file }) => rankOf(file.path) < GENERAL_NAMES);
  return best(general.filter(({ shared }) => shared > 0)) ?? best(near.filter(({ shared }) => shared > 0)) ?? best(far) ?? best(near);
}

/** Settings classes whose variables nobody can tell, fields without a sure name, and classes that cannot share a file. */
export function flagClasses(task: Task<Options>): void {
  const { backend, python } = task;
  for (const definition of classesIn(task)) {
    const inventory = inventoryOf(definition, backend.settings.classes, python);
    const at = { path: definition.module.path, span: { start: definition.node.start, end: definition.node.start } };
    if ('problem' in inventory) {
      task.flag(at, `The variables of \`${definition.name}\` cannot be told, and are in no example. ${inventory.problem}`);
      continue;
    }
    const own = inventory.unclear.filter(({ owner }) => owner.node === definition.node);
    for (const { field, because } of own) task.flag(at, `The variable of \`${definition.name}.${field}\` cannot be told, and is in no example. ${because}`, { rule: 'config/env-vars-documented' });
    const odd = inventory.variables.filter(({ name, declaration }) => declaration.owner.node === definition.node && !isPlainName(name));
    for (const { name, field } of odd) task.flag(at, `The variable \`${name}\` of \`${definition.name}.${field}\` is in no example: shells take letters, digits and \`_\` only.`, { rule: 'config/env-vars-documented' });
    const lower = inventory.variables.filter(({ name, declaration }) => declaration.owner.node === definition.node && name !== name.toUpperCase()).map(({ name }) => `\`${name}\``);
    if (lower.length > 0) task.flag(at, `\`${definition.name}\` looks at case, and reads ${lower.join(', ')} from the environment: names of variables are in capitals.`, { rule: 'config/env-upper-case' });
  }
  const targets = targetsIn(task);
  const kept = new Set(targets.flatMap(({ inventories }) => inventories.map(({ definition }) => definition.node)));
  const refusing = targets.find((target) => target.refusing)?.refusing;
  for (const { definition, variables } of inventoriesIn(task)) {
    if (kept.has(definition.node) || variables.length === 0 || !refusing) continue;
    const at = { path: definition.module.path, span: { start: definition.node.start, end: definition.node.start } };
    task.flag(at, `The variables of \`${definition.name}\` are not put into the example: \`${refusing.name}\` reads the same \`.env\` and does not start when there is a key it does not know (\`extra="ignore"\` would let it).`, { rule: 'config/env-vars-documented' });
  }
}
