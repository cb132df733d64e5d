/** What the name of a requirements file says that it is for. */
export type NamedRole =
  | { readonly kind: 'main' }
  | { readonly kind: 'group'; readonly group: string; readonly isDefault: boolean }
  /** Nobody can tell by its name: `requirements-gpu.txt`. */
  | { readonly kind: 'unknown'; readonly name: string };

const MAIN = /^(?:base|main|common|core|default|requirements?|app|shared|all)$/;
const PRODUCTION = /^(?:prod|production|deploy|deployment|staging)$/;
const DEV = /^(?:dev|develop|development|devel|local)$/;
const TOOLS = /^(?:tests?|testing|lint|linting|linters?|format|formatting|style|docs?|documentation|typing|types|mypy|typecheck|ci|bench|benchmarks?|notebooks?|jupyter|debug|qa|quality|coverage|tools?|pre-?commit|release|build)$/;

/** Whether a path, relative to a project, has the name of a requirements file of that project. */
export function isRequirementsName(path: string): boolean {
  return /^(?:[\w.]+[-_.])?requirements?(?:[-_.][\w.-]+)?\.(?:txt|in)$/i.test(path) || /^requirements?\/[\w.-]+\.(?:txt|in)$/i.test(path) || /^requirements?\.(?:txt|in)$/i.test(path);
}

/** What a requirements file is for, by its name without ending: `requirements-dev.txt`, `dev-requirements.in`, `requirements/test.txt`. */
export function roleByName(path: string): NamedRole {
  const stem = stemOf(path).toLowerCase();
  const name = stem.replace(/^.*\//, '').replace(/^requirements?[-_.]?|[-_.]?requirements?$/g, '');
  if (name === '' || MAIN.test(name)) return { kind: 'main' };
  if (PRODUCTION.test(name)) return { kind: 'group', group: name, isDefault: false };
  if (DEV.test(name)) return { kind: 'group', group: 'dev', isDefault: true };
  return TOOLS.test(name) ? { kind: 'group', group: name.replace(/^tests?$|^testing$/, 'test'), isDefault: false } : { kind: 'unknown', name };
}

/** A path without its ending, so that `requirements.in` and `requirements.txt` are a pair. */
export function stemOf(path: string): string {
  return path.replace(/\.(?:txt|in)$/i, '');
}
