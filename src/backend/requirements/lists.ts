import { poetryVersions } from '../../packaging/poetry/constraint.ts';
import { isProblem } from '../../packaging/problem.ts';
import { normaliseName, parseRequirement, type Requirement } from '../../packaging/requirement/index.ts';
import { parseSpecifiers, unite, versionsOfAll, type VersionSet } from '../../packaging/version/index.ts';
import type { RepoPath } from '../../repo/path.ts';

/** What one list is for. Only what is needed at run time is installed wherever the program runs. */
export type Use = 'runtime' | 'optional' | 'development';

/** One distribution that a list asks for. */
export interface AskedFor {
  /** As PEP 503 compares it. */
  readonly name: string;
  readonly extras: readonly string[];
  /** The versions that will do; `undefined` where it comes from a place of its own, or where they are not understood. */
  readonly versions: VersionSet | undefined;
  /** The versions as they are written, `''` for any. */
  readonly written: string;
  /** Whether only some environments need it. */
  readonly isConditional: boolean;
}

/** A list of requirements in some file. */
export interface RequirementList {
  readonly path: RepoPath;
  readonly kind: 'pep621' | 'poetry' | 'requirements' | 'pipfile' | 'setup.cfg' | 'setup.py';
  readonly use: Use;
  readonly asked: readonly AskedFor[];
  /** The program that wrote the file, and the command to run where that is known: nobody edits it by hand. */
  readonly made: { readonly by: string; readonly command: string | undefined; readonly from: readonly RepoPath[] } | undefined;
}

/** What a requirement by PEP 508 asks for; `undefined` where it is none. */
export function askedByText(text: string): AskedFor | undefined {
  const requirement = parseRequirement(text);
  return isProblem(requirement) ? undefined : askedByRequirement(requirement);
}

/** The same for one that is read already. */
export function askedByRequirement({ name, extras, specifiers, url, marker }: Requirement): AskedFor {
  const clauses = parseSpecifiers(specifiers.replace(/===/g, '=='));
  const versions = url !== undefined || 'problem' in clauses ? undefined : versionsOfAll(clauses);
  return { name: normaliseName(name), extras, versions, written: specifiers, isConditional: marker !== undefined };
}

/** What an entry of Poetry's tables or of a Pipfile asks for: a version, a table, or several tables. */
export function askedByEntry(name: string, value: unknown): AskedFor {
  const tables = (Array.isArray(value) ? value : [value]).map((one): Readonly<Record<string, unknown>> => (typeof one === 'object' && one !== null ? one : { version: one }));
  const constraints = tables.map(({ version }) => (typeof version === 'string' ? version : undefined));
  const isDirect = tables.some((table) => ['git', 'path', 'file', 'url'].some((key) => key in table));
  const sets = constraints.map((constraint) => poetryVersions(constraint ?? '*'));
  const versions = isDirect || !sets.every((set) => !isProblem(set)) ? undefined : unite(...(sets as VersionSet[]));
  return {
    name: normaliseName(name),
    extras: tables.flatMap(({ extras }) => (Array.isArray(extras) ? extras.map(String) : [])),
    versions,
    written: constraints.filter((one) => one !== undefined && one !== '*').join(' | '),
    isConditional: tables.some((table) => ['markers', 'python', 'platform', 'sys_platform', 'python_version'].some((key) => key in table)),
  };
}
