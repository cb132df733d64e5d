import { enclosing, identifiersSpelled, placeInWords, type Environment, type EnvironmentWrite, type Module, type Reading, type RepositoryView } from '#pystd';
import { isSetFirst } from './tests-first.ts';

/** What else touches the variables that a program reads. */
export interface Changes {
  /** Why a read must see the environment as it is at that moment, a full sentence; `undefined` when one look at the start is as good. */
  againstMoving(reading: Reading): string | undefined;
}

/** Looks at what a project's program and its tests do to the environment. `isOwn` tells its modules. */
export function changesOf({ writes, loads }: Pick<Environment, 'writes' | 'loads'>, isOwn: (module: Module) => boolean, { python }: Pick<RepositoryView, 'python'>): Changes {
  const own = writes.filter(({ module }) => isOwn(module));
  const program = own.filter(({ role }) => role === 'service');
  const tests = own.filter((write) => write.role === 'test' && !isSetFirst(write, isOwn, { python }));
  const overriding = loads.find(({ module, override, kind }) => override && kind === 'load_dotenv' && isOwn(module));
  let reloading: Module | undefined | null = null;
  const reloadingTest = (): Module | undefined => (reloading === null ? (reloading = testThatReloads(isOwn, python)) : reloading);
  return {
    againstMoving({ access: { variable, when } }) {
      const set = program.find((write) => changes(write, variable));
      if (set) return `${placeInWords(set.module, set.node)} changes ${set.variables ? `\`${variable}\`` : 'the environment'} while the program runs.`;
      if (overriding) return `${placeInWords(overriding.module, overriding.node)} lets a \`.env\` file win over the environment, which settings do not.`;
      const named = tests.find(({ variables }) => variables?.includes(variable));
      if (named) return `${placeInWords(named.module, named.node)} sets \`${variable}\` for a test, after the settings are made.`;
      const any = tests.find(({ variables }) => variables === undefined);
      if (any && when === 'call') return `${placeInWords(any.module, any.node)} changes the environment for a test, after the settings are made.`;
      const reloads = any && reloadingTest();
      return reloads ? `\`${reloads.path}\` imports modules under another environment.` : undefined;
    },
  };
}

function changes({ variables }: EnvironmentWrite, variable: string): boolean {
  return variables === undefined || variables.includes(variable);
}

/** A test that runs modules when it wants: `importlib.reload(…)`, or takes them out of `sys.modules`. */
function testThatReloads(isOwn: (module: Module) => boolean, python: RepositoryView['python']): Module | undefined {
  const reload = python.callsTo({ external: 'importlib.reload' }).find(({ module }) => isOwn(module))?.module;
  return reload ?? python.layout.holding('sys.modules').find((module) => isOwn(module) && module.parses && [...identifiersSpelled(module.tree.root, 'modules')].some((node) => enclosing(node, 'function_definition')));
}
