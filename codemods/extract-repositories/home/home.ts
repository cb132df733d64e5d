import { blockOf, childOfType, classBehind, genericOf, lineOf, methodOf, modulesOf, newModulePlace, parts, placeInService, roleOf, snakeCase, statementsOf, undecorated, type DataSession, type Module, type OwnType, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget } from '#pystd';
import { entityName } from '../name/words.ts';
import type { Options } from '../options.ts';

/** Where the methods for a mapped class go: into a class that is there, or into a new one. */
export interface Home {
  readonly kind: 'new' | 'class';
  readonly name: string;
  readonly path: RepoPath;
  readonly model: OwnType;
  /** What methods call their session: `self.session`. */
  readonly session: string;
  readonly existing: { readonly module: Module; readonly node: PyNode } | undefined;
  /** Names that methods of it have already. */
  readonly taken: ReadonlySet<string>;
}

const NAMED = /^(\w*?)_?(?:Repository|Repo|DAO|Dao|CRUD|Crud)$/;

/** The home for what a service asks about a mapped class with sessions of one kind. A full sentence where there is none. */
export function homeOf(view: RepositoryView, target: ServiceTarget, model: OwnType, session: DataSession, options: Options): Home | { readonly problem: string } {
  const entity = entityName(model.name);
  const name = `${entity}Repository`;
  const known = repositoriesIn(view, target).filter((one) => one.model === model.node || one.stem.toLowerCase() === entity.toLowerCase() || one.stem.toLowerCase() === model.name.toLowerCase() || one.stem.toLowerCase() === `${entity.toLowerCase()}s`);
  const usable = known.find((one) => one.session !== undefined && (one.isAsync === undefined || one.isAsync === session.isAsync));
  if (usable?.session !== undefined) return { kind: 'class', name: usable.name, path: usable.module.path, model, session: usable.session, existing: usable, taken: usable.methods };
  const clash = known.find((one) => one.name === name);
  if (clash) return { problem: `\`${name}\` of \`${clash.module.path}\` does not take ${session.isAsync ? 'an asynchronous' : 'one'} session in its constructor and nothing else.` };
  const feature = featureOf(model, target, entity);
  const wanted = { place: options.repositories, file: options.file, feature, packageRoot: options.packageRoot, plain: `${snakeCase(entity)}_repository.py` };
  const path = newModulePlace(view, target, wanted);
  if (typeof path === 'object') return { problem: `${path.problem} \`${name}\` has no place.` };
  return { kind: 'new', name, path, model, session: 'self.session', existing: undefined, taken: new Set() };
}

/** What stands for `{name}` and `{feature}`: the package of the class where features have their own `models.py`, else the class. */
function featureOf(model: OwnType, { root }: ServiceTarget, entity: string): string {
  const inner = model.module.path.slice(root.folder === '' ? 0 : root.folder.length + 1);
  const [, feature] = /^(\w+)\/models\.py$/.exec(inner) ?? [];
  return feature !== undefined && !/^(?:db|database|core|app|src|api|shared|common|domain)$/.test(feature) ? feature : snakeCase(entity);
}

interface Known {
  readonly module: Module;
  readonly node: PyNode;
  readonly name: string;
  readonly stem: string;
  /** The mapped class in its bases: `BaseRepository[Book]`. */
  readonly model: PyNode | undefined;
  /** `self.session`, where the constructor takes a session and nothing else. */
  readonly session: string | undefined;
  readonly isAsync: boolean | undefined;
  readonly methods: ReadonlySet<string>;
}

const cache = new WeakMap<RepositoryView['repo'], Map<string, readonly Known[]>>();

/** The classes of a service that are named like repositories. */
function repositoriesIn(view: RepositoryView, { project }: ServiceTarget): readonly Known[] {
  const ofSnapshot = cache.get(view.repo) ?? new Map<string, readonly Known[]>();
  cache.set(view.repo, ofSnapshot);
  const known = ofSnapshot.get(project) ?? findRepositories(view, project);
  ofSnapshot.set(project, known);
  return known;
}

function findRepositories(view: RepositoryView, project: string): readonly Known[] {
  return modulesOf(view, project, 'service').flatMap((module): readonly Known[] => {
    if (roleOf(module.path) !== 'service' || !/^class \w*(?:Repository|Repo|DAO|Dao|CRUD|Crud)\b/m.test(module.text) || !module.parses) return [];
    return statementsOf(module.tree.root).map(undecorated).flatMap((node): readonly Known[] => {
      const name = node.type === 'class_definition' ? (childOfType(node, 'identifier')?.text ?? '') : '';
      const [, stem] = NAMED.exec(name) ?? [];
      return stem === undefined ? [] : [{ module, node, name, stem, ...factsOf(view, module, node) }];
    });
  });
}

function factsOf(view: RepositoryView, module: Module, node: PyNode): Pick<Known, 'model' | 'session' | 'isAsync' | 'methods'> {
  const { python } = view;
  const { classes } = lineOf(python, { module, node });
  const methods = new Set(classes.flatMap((one) => statementsIn(one.node).map(undecorated).flatMap((statement) => childOfType(statement, 'identifier')?.text ?? [])));
  const bases = parts(childOfType(node, 'argument_list') ?? node).flatMap((base) => genericOf(base)?.args ?? []);
  const model = bases.map((one) => classBehind(python.symbolOf(module, one))?.node).find((one) => one !== undefined);
  const init = methodOf(python, { module, node }, '__init__');
  const kept = init && keptSession(init.node);
  return { model, methods, session: kept?.session, isAsync: kept === undefined ? undefined : kept.annotation === undefined ? undefined : /Async/.test(kept.annotation) };
}

function statementsIn(definition: PyNode): readonly PyNode[] {
  const body = blockOf(definition);
  return body ? statementsOf(body) : [];
}

/** `def __init__(self, session: Session): self.session = session`, with nothing else to give. */
function keptSession(init: PyNode): { readonly session: string; readonly annotation: string | undefined } | undefined {
  const parameters = parts(childOfType(init, 'parameters') ?? init);
  const [self, only] = parameters;
  if (!self || !only || parameters.length !== 2 || !/^(?:identifier|typed_parameter)$/.test(only.type)) return undefined;
  const name = only.type === 'identifier' ? only.text : parts(only)[0]?.text;
  const annotation = childOfType(only, 'type')?.text;
  if (name === undefined || !(annotation === undefined ? /^_?(?:db|session|db_session|async_session)$/.test(name) : /Session/.test(annotation))) return undefined;
  const [, attribute] = new RegExp(`^[ \\t]*self\\.(\\w+)\\s*(?::[^=\\n]+)?=\\s*${name}\\s*$`, 'm').exec(init.text) ?? [];
  return attribute === undefined ? undefined : { session: `self.${attribute}`, annotation };
}

/** The module of the generic base class, beside the repositories; `undefined` where the standard has none. */
export function baseModule(target: ServiceTarget, { repositories, base, packageRoot }: Options): RepoPath | undefined {
  if (base === '' || repositories.endsWith('.py')) return undefined;
  return placeInService(target.root.folder, { place: `${repositories}/${base}`, packageRoot });
}
