import {
  argumentListOf, argumentsOf, insertTomlText, isProblem, isRequirementsName, isTomlProblem, joinPath, folderOf, nameOf, parseToml, plainString, printProject, projectObjections, readSetupCfg, setuptoolsProject, statementsOf, topOf, withoutMoved, isInside,
  type Call, type NewProject, type PyNode, type RepoPath, type SetupArguments, type SetuptoolsProject, type Task, type TomlDocument,
} from '#pystd';

/** A package that setuptools builds from `setup.py` or `setup.cfg`, with nothing else that lists what it needs. */
interface Package {
  readonly folder: string;
  readonly at: RepoPath;
  readonly project: SetuptoolsProject;
  /** The call of `setup()`, and what it says that moves. */
  readonly call: Call | undefined;
  readonly inCall: readonly string[];
  readonly document: TomlDocument | undefined;
}

type Found = Package | { readonly at: RepoPath; readonly because: string };

/** Says of packages whose metadata only running code knows that they stay. */
export function flagPackages(task: Task<object>): void {
  for (const found of packagesOf(task)) if ('because' in found) task.flag(topOf(found.at), `The package stays as it is, since ${found.because}`, { rule: 'deps/project-table' });
}

/** Moves literal metadata into `[project]`. setuptools goes on building, and goes on reading which files belong to the package. */
export function convertPackages(task: Task<object>): void {
  for (const found of packagesOf(task)) {
    if ('because' in found) continue;
    const { folder, at, project, call, inCall, document } = found;
    const manifest = joinPath(folder, 'pyproject.toml');
    const config = joinPath(folder, 'setup.cfg');
    const block = printProject(whole(project, document));
    const outcome = document && insertTomlText(document, 'end', block);
    if (outcome && 'refused' in outcome) {
      task.flag(topOf(manifest), `The package cannot be written into \`${manifest}\`: ${outcome.refused}`, { rule: 'deps/project-table' });
      continue;
    }
    task.note('setuptools stays the build backend: compare the files of `uv build` with those built before once. `uv lock` makes the lock of the package, where one is wanted.');
    task.change(topOf(at), `What \`${nameOf(at)}\` says of the package becomes \`[project]\`. setuptools still builds it.`, (edit) => {
      if (outcome) edit.edit(manifest, outcome.edits);
      else edit.create(manifest, block);
      const text = task.repo.files.get(config)?.text;
      if (text !== undefined) {
        const edits = withoutMoved(text, project.moved);
        const isAll = edits.reduce((rest, { span }) => rest - (span.end - span.start), text.trim().length) <= 0;
        if (isAll) edit.delete(config);
        else edit.edit(config, edits);
      }
      if (call) for (const name of inCall) edit.removeKeyword(call, name);
    }, { rule: 'deps/project-table' });
  }
}

function whole(project: SetuptoolsProject, document: TomlDocument | undefined): NewProject {
  const isBuilt = document?.data['build-system'] !== undefined;
  return { ...project, isPackage: true, build: isBuilt ? undefined : project.build, settings: [], constraints: { items: [] }, sources: new Map(), indexes: [] };
}

function packagesOf(task: Task<object>): readonly Found[] {
  const paths = [...task.repo.files.keys()];
  const folders = new Set(paths.filter((path) => /^setup\.(?:py|cfg)$/.test(nameOf(path)) && task.ownershipOf(path) === 'own' && !/(?:^|\/)(?:tests?|examples?|docs?|fixtures?|templates?)\//.test(path)).map(folderOf));
  return [...folders].sort().flatMap((folder) => {
    const hasLists = paths.some((path) => isInside(path, folder) && (nameOf(path) === 'Pipfile' ? folderOf(path) === folder : isRequirementsName(folder === '' ? path : path.slice(folder.length + 1))));
    return hasLists ? [] : readPackage(task, folder);
  });
}

function readPackage(task: Task<object>, folder: string): readonly Found[] {
  const manifest = task.repo.files.get(joinPath(folder, 'pyproject.toml'));
  const document = manifest && parseToml(manifest.text);
  if (document && (isTomlProblem(document) || document.data['project'] !== undefined || /^\s*\[tool\.(?:poetry|pdm|flit|uv)\b/m.test(manifest.text))) return [];
  const backend = document?.data['build-system'];
  if (backend !== undefined && !/setuptools/.test(JSON.stringify(backend))) return [];
  const config = joinPath(folder, 'setup.cfg');
  const script = joinPath(folder, 'setup.py');
  const declared = readSetupCfg(task.repo.files.get(config)?.text ?? '');
  const called = task.repo.files.has(script) ? readScript(task, script) : undefined;
  if (isProblem(declared)) return [{ at: config, because: declared.problem }];
  if (called && 'because' in called) return [{ at: script, because: called.because }];
  if (!declared && !called?.given.size) return [];
  const at = called?.given.size ? script : config;
  const twice = [...(called?.given.keys() ?? [])].find((key) => declared?.has(key) === true);
  if (twice !== undefined) return [{ at, because: `\`${twice}\` is said in \`setup.py\` and in \`setup.cfg\`.` }];
  const project = setuptoolsProject(new Map([...(declared ?? []), ...(called?.given ?? [])]));
  if (isProblem(project)) return [{ at, because: project.problem }];
  const read = parseToml(printProject(whole(project, document)));
  const [objection] = isTomlProblem(read) ? [read.message] : projectObjections(read.data);
  if (objection !== undefined) return [{ at, because: `uv would not accept what it becomes: ${objection}` }];
  return [{ folder, at, project, call: called?.call, inCall: [...(called?.given.keys() ?? [])].filter((key) => project.moved.includes(key)), document }];
}

interface CalledSetup {
  readonly given: SetupArguments;
  readonly call: Call;
}

/** The literal arguments of the one call of `setup()`. The script is read, never run. */
function readScript(task: Task<object>, path: RepoPath): CalledSetup | { readonly because: string } {
  const calls = ['setuptools.setup', 'distutils.core.setup'].flatMap((external) => task.python.callsTo({ external })).filter(({ module }) => module.path === path);
  const [call, second] = calls;
  if (!call || second) return { because: '`setup.py` does not call `setup()` just once.' };
  const other = statementsOf(call.module.tree.root).find((statement) => !/^(?:import_statement|import_from_statement|future_import_statement|expression_statement)$/.test(statement.type) || (statement.type === 'expression_statement' && statement.children[0]?.type !== 'string' && !(statement.start <= call.node.start && call.node.end <= statement.end)));
  if (other) return { because: '`setup.py` does more than calling `setup()`: what it says is known only when it runs.' };
  const given = new Map<string, string | readonly string[] | ReadonlyMap<string, string | readonly string[]>>();
  const list = argumentListOf(call.node);
  for (const { name, value } of list ? argumentsOf(list) : []) {
    if (name === undefined) return { because: '`setup()` is called with arguments that have no name.' };
    const read = literal(value);
    if (read !== undefined) given.set(name, read);
    else if (/^(?:packages|package_dir|package_data|py_modules|include_package_data|exclude_package_data|zip_safe|data_files)$/.test(name)) given.set(name, '');
    else return { because: `\`${name}\` of \`setup()\` is not a literal.` };
  }
  return { given, call };
}

function literal(node: PyNode): string | readonly string[] | ReadonlyMap<string, string | readonly string[]> | undefined {
  if (node.type === 'string') return plainString(node);
  if (node.type === 'list' || node.type === 'tuple') {
    const items: string[] = [];
    for (const item of node.children.filter(({ type }) => !/^[[\](),]$/.test(type))) {
      const text = item.type === 'comment' ? item.text.trimEnd() : plainString(item);
      if (text === undefined) return undefined;
      // A comment behind an element stays behind it.
      const isBehind = item.type === 'comment' && items.length > 0 && /\S/.test(node.tree.text.slice(node.tree.text.lastIndexOf('\n', item.start - 1) + 1, item.start));
      if (isBehind) items.push(`${items.pop() ?? ''}  ${text}`);
      else items.push(text);
    }
    return items;
  }
  if (node.type !== 'dictionary') return undefined;
  const table = new Map<string, string | readonly string[]>();
  for (const pair of node.children.filter(({ type }) => !/^[{},]$|^comment$/.test(type))) {
    const [key, , value] = pair.type === 'pair' ? pair.children : [];
    const name = key && plainString(key);
    const read = value && literal(value);
    if (name === undefined || read === undefined || read instanceof Map) return undefined;
    table.set(name, read as string | readonly string[]);
  }
  return table;
}
