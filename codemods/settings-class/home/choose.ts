import { folderOf, hiddenBy, missesNewFile, newInits, planDependency, pydanticMajorOf, pythonFloor, serviceRootOf, type Module, type PyNode, type RepositoryView, type ServiceRoot } from '#pystd';
import type { FieldRules } from '../fields/index.ts';
import { envFileFor } from './env-file.ts';
import { settingsElsewhere } from './elsewhere.ts';
import { existingHome } from './existing.ts';
import { filesRead } from './files-read.ts';
import { noHome, type Accessor, type Home, type HomeOptions, type NewHome } from './home.ts';
import { configurationModule, moduleNear, standardPath } from './place.ts';
import { fieldsOf, unionsOf } from './field-forms.ts';

type Known = Extract<ServiceRoot, { kind: 'known' }>;

/** What a class that is written today is called. */
const CLASS = 'Settings';

/**
 * Where the settings of a project live: the class that is there; else the module at the standard's place; else the module of the service that holds
 * its configuration; else a new module at the standard's place. Refused where that would change what the program does, and where the project has its
 * settings from another one.
 *
 * @param project its folder, as `projectOf` gives it
 */
export function homeOf(view: RepositoryView, project: string, options: HomeOptions): Home {
  const root = serviceRootOf(view, project);
  const standard = root.kind === 'known' ? standardPath(root, options) : undefined;
  const existing = existingHome(view, project, root.kind === 'known' ? root.folder : undefined, standard, options);
  if (existing) return existing;
  const elsewhere = settingsElsewhere(view, project);
  if (elsewhere) return noHome(`\`${elsewhere.importer.path}\` has its settings from \`${elsewhere.source.path}\`, which is of another project: whether these belong there, too, is for a person to say.`);
  const { major, because } = pydanticMajorOf(view.repo, view.python, project);
  if (major === 1) return noHome(`This is a project of pydantic 1: ${because}. Settings of pydantic 2 are made after it has moved.`);
  if (root.kind === 'unknown' || standard === undefined) return noHome(root.kind === 'unknown' ? root.because : 'The standard names no place.');
  const dependency = planDependency(view, project, 'pydantic-settings>=2.0');
  if (dependency.kind === 'person') return noHome(dependency.because);
  if (major === undefined) return noHome(`Whether this is a project of pydantic 2 cannot be told: ${because}.`);
  const module = moduleNear(view, standard) ?? configurationModule(view, project, root);
  return module ? inModule(view, project, module, options) : inNewFile(view, project, root, options);
}

function inModule(view: RepositoryView, project: string, module: Module, options: HomeOptions): Home {
  const { path } = module;
  if (!module.parses) return noHome(`\`${path}\` does not parse.`, { path });
  if (view.ownershipOf(path) !== 'own') return noHome(`\`${path}\` is generated.`, { path });
  const { name } = accessorIn(path, options);
  const taken = [CLASS, name].find((one) => module.names.module.bindings.has(one));
  if (taken !== undefined) return noHome(`\`${taken}\` of \`${path}\` is something else than settings of pydantic: turn it into them, or rename it.`, { path, holder: { module, name: taken } });
  const first = firstRead(view, module);
  if (module.isPackage && !first) return noHome(`\`${path}\` makes a package of the configuration: which of its modules takes the settings is for a person to say.`, { path });
  const late = filesRead(view, project).find((read) => read.module === module && read.isLoaded && first && read.start > first.start);
  if (late) return noHome(`\`${path}\` loads a file into the environment below its first read.`, { path });
  const envFile = envFileFor(view, project, path, options.envFile);
  if ('problem' in envFile) return noHome(envFile.problem, { path });
  return { ...common(view, project, path, options), kind: 'module', module, before: first?.start, envFile };
}

/** The first statement at the top of a module that reads the environment when it is imported. */
function firstRead({ backend }: RepositoryView, module: Module): PyNode | undefined {
  const reads = backend.environment.accesses.filter((access) => access.module === module && access.when === 'import');
  return module.tree.root.children.find((statement) => reads.some(({ node }) => statement.start <= node.start && node.end <= statement.end));
}

function inNewFile(view: RepositoryView, project: string, root: Known, options: HomeOptions): Home {
  const path = standardPath(root, options);
  for (let folder = folderOf(path); folder !== root.folder && folder !== ''; folder = folderOf(folder)) {
    if (view.python.layout.moduleAt(`${folder}.py`)) return noHome(`A folder \`${folder}\` would hide the module \`${folder}.py\`.`);
  }
  const hidden = hiddenBy(view.repo, path);
  if (hidden) return noHome(`git ignores \`${path}\`.`);
  const missing = missesNewFile(view, project, path, root.importRoot);
  if (missing !== undefined) return noHome(missing);
  const envFile = envFileFor(view, project, path, options.envFile);
  if ('problem' in envFile) return noHome(envFile.problem);
  return { ...common(view, project, path, options), kind: 'new', inits: newInits(view, path, root.folder), envFile };
}

function common(view: RepositoryView, project: string, path: NewHome['path'], options: HomeOptions): Omit<NewHome, 'kind' | 'envFile' | 'module' | 'before' | 'inits'> {
  return { project, path, className: CLASS, accessor: accessorIn(path, options), rules: newClassRules(view, project, '', options), caseSensitive: options.caseSensitive };
}

/** What a class that is written today asks of its fields; `text` is what it has already. */
export function newClassRules(view: RepositoryView, project: string, text: string, options: HomeOptions): FieldRules {
  return {
    caseSensitive: options.caseSensitive,
    prefix: '',
    spelling: 'as-is',
    unions: unionsOf(text, pythonFloor(view, project)),
    ...fieldsOf(view, project),
    requireSecrets: options.requireSecrets,
  };
}

function accessorIn(path: NewHome['path'], { accessor }: HomeOptions): Accessor {
  return accessor === 'module-singleton' ? { path, name: 'settings', access: 'variable' } : { path, name: 'get_settings', access: 'function' };
}
