import { intersect, parseSpecifiers, parseVersion, subtract, versionsOfAll, type VersionSet } from '../../packaging/version/index.ts';
import type { Python } from '../../python/index.ts';
import { isInside } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { spelledImports } from '../../python/project/spelled-imports.ts';
import { projectOf, roleOf } from '../roles.ts';
import { requirementsOf, type AskedFor } from './index.ts';

/** Which pydantic a project runs with, and what shows it: the end of a sentence. */
export interface PydanticMajor {
  readonly major: 1 | 2 | undefined;
  readonly because: string;
}

const range = (specifiers: string): VersionSet => {
  const clauses = parseSpecifiers(specifiers);
  return 'problem' in clauses ? [] : versionsOfAll(clauses);
};
const FIRST = range('<2');
const SECOND = range('>=2.0.dev0');

/**
 * Which of their versions surely need pydantic 1, and which pydantic 2, by the metadata of wheels on the public index. Nothing is said of the
 * versions between.
 */
const NEEDING: readonly { readonly name: string; readonly first: string; readonly second: string | undefined }[] = [
  { name: 'fastapi', first: '<0.100', second: '>=0.126' },
  { name: 'sqlmodel', first: '<0.0.14', second: undefined },
  { name: 'beanie', first: '<1.21', second: undefined },
  { name: 'fastapi-mail', first: '<=1.3.1', second: '>=1.4' },
  { name: 'fastapi-utils', first: '<=0.2.1', second: undefined },
  { name: 'ormar', first: '<=0.12.2', second: '>=0.20' },
  { name: 'odmantic', first: '<0', second: '>=1.0' },
];

/** Names that only one of the two has. */
const ONLY_FIRST = /^(?:BaseSettings|Constrained\w+|PydanticValueError|PydanticTypeError|PyObject|Required)$/;
const ONLY_SECOND = /^(?:field_validator|model_validator|field_serializer|model_serializer|computed_field|ConfigDict|TypeAdapter|RootModel|BeforeValidator|AfterValidator|WrapValidator|PlainSerializer|AliasChoices)$/;

/**
 * The major version of pydantic that a project runs with: as locked, as asked for, as those beside it need it, as the code imports. Where
 * nothing holds it back, an installation today takes the second.
 */
export function pydanticMajorOf(repo: Snapshot, python: Python, folder: string): PydanticMajor {
  const requirements = requirementsOf(repo, python, folder);
  const locked = requirements.locked('pydantic');
  const majors = new Set(locked?.versions.map((version) => parseVersion(version)?.release[0]));
  const [major] = majors;
  if (locked && majors.size === 1 && (major === 1 || major === 2)) return { major, because: `\`${locked.path}\` has pydantic ${locked.versions[0] ?? ''}` };
  const pydantic = requirements.runtime('pydantic');
  const fastapi = requirements.runtime('fastapi');
  const asked = majorAsked(pydantic, 'pydantic', FIRST, SECOND);
  if (asked) return asked;
  for (const { name, first, second } of NEEDING) {
    const needed = majorAsked(requirements.runtime(name), name, range(first), second === undefined ? [] : range(second));
    if (needed) return needed;
  }
  if (requirements.runtime('pydantic-settings').length > 0) return { major: 2, because: '`pydantic-settings` is asked for' };
  const { first, second } = importsOf(repo, python, folder);
  if (first !== undefined && second === undefined) return { major: 1, because: `${first}, which pydantic 2 does not have` };
  if (second !== undefined && first === undefined) return { major: 2, because: `${second}, which pydantic 1 does not have` };
  if (first !== undefined && second !== undefined) return { major: undefined, because: `${first} and ${second}, of which no pydantic has both` };
  if (pydantic.length + fastapi.length > 0 && [...pydantic, ...fastapi].every(({ versions }) => versions !== undefined)) return { major: 2, because: 'nothing holds it below 2' };
  return { major: undefined, because: 'nothing says which pydantic is installed' };
}

function majorAsked(asked: readonly AskedFor[], name: string, first: VersionSet, second: VersionSet): PydanticMajor | undefined {
  if (asked.length === 0 || asked.some(({ versions }) => versions === undefined)) return undefined;
  const all = asked.map(({ versions }) => versions ?? []).reduce(intersect);
  const written = asked.map((one) => one.written).find((text) => text !== '') ?? '';
  if (all.length === 0) return { major: undefined, because: `no version is all that is asked of \`${name}\`` };
  const isWithin = (part: VersionSet): boolean => subtract(all, part).length === 0;
  const major = isWithin(first) ? 1 : isWithin(second) ? 2 : undefined;
  return major && { major, because: `\`${name}${/^[\w.*]/.test(written) ? ` ${written}` : written}\` is asked for` };
}

/** Imports of the project's own modules that only one pydantic serves. */
function importsOf(repo: Snapshot, python: Python, folder: string): { readonly first: string | undefined; readonly second: string | undefined } {
  let first: string | undefined;
  let second: string | undefined;
  for (const module of python.layout.holding('pydantic')) {
    if (!isInside(module.path, folder) || projectOf(repo, module.path) !== folder || roleOf(module.path) === 'example') continue;
    // Code that copes with both says nothing.
    if (/except\s+\(?(?:ImportError|ModuleNotFoundError)|PYDANTIC_V[12]|pydantic\.VERSION/.test(module.text)) continue;
    for (const { dotted, names } of spelledImports(module.file)) {
      if (dotted.startsWith('pydantic_settings')) second ??= `\`${module.path}\` imports \`pydantic_settings\``;
      if (dotted !== 'pydantic') continue;
      const one = names.find((name) => ONLY_FIRST.test(name));
      const two = names.find((name) => ONLY_SECOND.test(name));
      if (one !== undefined) first ??= `\`${module.path}\` imports \`${one}\``;
      if (two !== undefined) second ??= `\`${module.path}\` imports \`${two}\``;
    }
  }
  return { first, second };
}

