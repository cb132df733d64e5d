import type { Python } from '../../python/index.ts';
import type { Module } from '../../python/project/module.ts';
import type { PyNode } from '../../python/syntax/node.ts';
import { plainString, type Argument } from '../../python/syntax/views.ts';
import { momentOf, type When } from './moment.ts';

/** One call of python-dotenv. */
export interface DotenvLoad {
  readonly module: Module;
  readonly node: PyNode;
  /** The file, where it is a literal; `undefined` without one (the call looks for `.env` upwards from its own file) or when it is computed. */
  readonly path: string | undefined;
  /** Whether a path, or a stream, is given that is no literal. */
  readonly computed: boolean;
  readonly when: When;
  readonly kind: 'load_dotenv' | 'dotenv_values' | 'find_dotenv';
  /** Whether values of the file win over variables that are set. */
  readonly override: boolean;
}

/** The parameters that say which file, by the name they have in each function. */
const PATHS = { load_dotenv: 'dotenv_path', dotenv_values: 'dotenv_path', find_dotenv: 'filename' } as const;

const KINDS = ['load_dotenv', 'dotenv_values', 'find_dotenv'] as const;

/** The calls of python-dotenv, in path order. */
export function dotenvLoads(python: Python): readonly DotenvLoad[] {
  return KINDS.flatMap((kind) =>
    [`dotenv.${kind}`, `dotenv.main.${kind}`].flatMap((external) =>
      python.callsTo({ external }).map(({ module, node, arguments: given }): DotenvLoad => {
        const file = given.find(({ name, unpacking }, index) => unpacking === undefined && (name === PATHS[kind] || (name === undefined && index === 0)))?.value;
        const path = file && (plainString(file) ?? foundPath(file));
        const computed = (path === undefined && file !== undefined && file.type !== 'none' && !isBareFind(file)) || given.some(({ name, unpacking }) => name === 'stream' || unpacking !== undefined);
        return { module, node, path, computed, when: momentOf(node), kind, override: overrides(given) };
      }),
    ),
  );
}

/** `find_dotenv()`, which looks where `load_dotenv()` would look without it. */
function isBareFind(node: PyNode): boolean {
  return node.type === 'call' && /^(\w+\s*\.\s*)*find_dotenv\s*\(\s*\)$/.test(node.text);
}

/** The name in `find_dotenv(".env.local")`. */
function foundPath(node: PyNode): string | undefined {
  return node.type === 'call' ? /^(?:\w+\s*\.\s*)*find_dotenv\s*\(\s*(["'])([^"'\\]+)\1\s*\)$/.exec(node.text)?.[2] : undefined;
}

function overrides(given: readonly Argument[]): boolean {
  const value = given.find(({ name }) => name === 'override')?.value ?? given[3]?.value;
  return value !== undefined && value.type !== 'false';
}
