import { argumentListOf, argumentsOf, folderOf, isRunByHand, joinPath, plainString, projectOf, roleOf, type Access, type DotenvLoad, type Module, type RepositoryView } from '#pystd';

/** A file of variables that a service reads today. */
export interface FileRead {
  readonly module: Module;
  /** Where the call stands. */
  readonly start: number;
  /** What to call it in a sentence. */
  readonly by: string;
  /** The path, counted from the folder the program is started in; or the name that is looked for, upwards from the module. `undefined`: known only when it runs. */
  readonly path: string | undefined;
  readonly isSearched: boolean;
  /** Whether its values win over variables that are set. */
  readonly override: boolean;
  /** Whether its values are in the environment once the module is imported; a library may keep them to itself. */
  readonly isLoaded: boolean;
}

/** The files that a project's service reads: into the environment, or by a library that looks into files as well. */
export function filesRead(view: RepositoryView, project: string): readonly FileRead[] {
  const { repo, backend } = view;
  const isOwn = (module: Module): boolean => roleOf(module.path) === 'service' && !isRunByHand(module.path) && projectOf(repo, module.path) === project;
  const { loads, accesses } = backend.environment;
  const calls = loads.filter(({ kind, module }) => kind === 'load_dotenv' && isOwn(module)).map(readByCall);
  const libraries = new Map<string, FileRead>();
  for (const access of accesses) {
    const read = isOwn(access.module) ? readByLibrary(view, access) : undefined;
    if (read) libraries.set(`${read.module.path} ${read.path ?? ''}`, read);
  }
  return [...calls, ...libraries.values()];
}

function readByCall({ module, node, path, computed, when, override }: DotenvLoad): FileRead {
  const isSearched = !computed && (path === undefined || /\bfind_dotenv\b/.test(node.text));
  return { module, start: node.start, by: override ? 'load_dotenv(override=True)' : 'load_dotenv', path: computed ? undefined : (path ?? '.env'), isSearched, override, isLoaded: when === 'import' };
}

/** decouple looks for `settings.ini` and `.env` from the module on upwards, starlette and environs read what they are told to. */
function readByLibrary({ repo }: RepositoryView, { module, reader, source }: Access): FileRead | undefined {
  const home = source?.module ?? module;
  const list = source && argumentListOf(source.node);
  const given = list ? argumentsOf(list) : [];
  const read = (by: string, path: string | undefined, isSearched: boolean): FileRead => ({ module: home, start: source?.node.start ?? 0, by, path, isSearched, override: false, isLoaded: false });
  switch (reader) {
    case 'os':
      return undefined;
    case 'decouple': {
      const hasIni = [...repo.files.keys()].some((path) => path === joinPath(folderOf(path), 'settings.ini'));
      if (given.length === 0) return read('decouple', hasIni ? undefined : '.env', !hasIni);
      const [, , literal] = /\bRepositoryEnv\s*\(\s*(["'])([^"'\\]+)\1\s*\)/.exec(source?.node.text ?? '') ?? [];
      return read('decouple', literal, false);
    }
    case 'starlette': {
      const file = given.find(({ name }, index) => name === 'env_file' || (index === 0 && name === undefined))?.value;
      return file && file.type !== 'none' ? read('Config', plainString(file), false) : undefined;
    }
    case 'environs': {
      const call = /\.\s*read_env\s*\(\s*(\)?)/.exec(home.text);
      return call ? { ...read('read_env', call[1] === ')' ? '.env' : undefined, call[1] === ')'), isLoaded: true } : undefined;
    }
  }
}
