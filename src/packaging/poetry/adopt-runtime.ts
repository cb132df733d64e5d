import { dataAt, isArrayData, type TargetEntry, type TomlInput, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { comparisonsOf, parseOptionalMarker, printMarker, type Marker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { normaliseName, parseRequirement, type Requirement } from '../requirement/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { includes, parseSpecifiers, parseVersion, versionsOfAll } from '../version/index.ts';
import { poetryConstraint } from './adopt-dependency.ts';
import { prereleaseOf } from './adopt-groups.ts';
import type { Origins } from './adopt-origins.ts';
import type { Remarks } from '../remark.ts';

interface Asked {
  readonly requirement: Requirement;
  readonly at: TomlPath;
}

/** The requirements of `[project]`, its extras included. What Poetry cannot read or resolve refuses the project. */
export function runtimeRequirements(data: TomlTableData, project: string, remarks: Remarks): readonly Asked[] {
  const extras = Object.keys(tableAt(data, ['project', 'optional-dependencies'])).map((name): TomlPath => ['project', 'optional-dependencies', name]);
  return [['project', 'dependencies'], ...extras].flatMap((list) => {
    const items = dataAt(data, list);
    return (isArrayData(items) ? items : []).flatMap((item, index): readonly Asked[] => {
      const at = [...list, index];
      const requirement = typeof item === 'string' ? parseRequirement(item) : { problem: 'It is no requirement.' };
      if (isProblem(requirement)) {
        remarks.refuse(at, requirement.problem);
        return [];
      }
      if (normaliseName(requirement.name) === normaliseName(project)) remarks.refuse(at, `The project asks for itself (\`${String(item)}\`), which Poetry does not resolve: list what that extra needs.`);
      const wrong = requirement.url === undefined ? poetryConstraint(requirement, undefined, undefined) : '';
      if (typeof wrong === 'object' && isProblem(wrong)) remarks.refuse(at, wrong.problem);
      return [{ requirement, at }];
    });
  });
}

/** What `[tool.poetry.dependencies]` adds to the dependencies of `[project]`: where they come from, and the Python to lock for. */
export function enrichments(data: TomlTableData, asked: readonly Asked[], python: string | undefined, origins: Origins, prereleases: TomlTableData): readonly TargetEntry[] {
  const names = new Map(asked.map(({ requirement }) => [normaliseName(requirement.name), requirement.name] as const));
  const entries = [...names].flatMap(([key, name]): TargetEntry[] => {
    const places = origins.of(name, { kind: 'project' });
    const allowed = prereleaseOf(prereleases, key);
    if (places.length === 0 && allowed === undefined) return [];
    const parts = places.length === 0 ? [{ origin: undefined, marker: undefined }] : places;
    const values = parts.map(({ origin, marker }): TomlInput => ({
      ...(origin === undefined && { version: '*' }),
      ...origin,
      ...(marker && { markers: printMarker(marker) }),
      ...(allowed !== undefined && { 'allow-prereleases': allowed }),
    }));
    const [value] = values;
    return value === undefined ? [] : [{ key: name, value: values.length === 1 ? value : values, origin: origins.at(name) }];
  });
  const own = pythonToLock(python, lockedPythons(data));
  return [...(own === undefined ? [] : [{ key: 'python', value: own }]), ...entries];
}

/** Versions of Python that `tool.uv.environments` limits the lock to, where it says nothing else; `undefined` when it says more, or nothing. */
export function lockedPythons(data: TomlTableData): string | undefined {
  const [text, ...others] = textsOf(dataAt(data, ['tool', 'uv', 'environments']));
  const marker = text === undefined || others.length > 0 ? undefined : parseOptionalMarker(text);
  return marker && !isProblem(marker) ? pythonSpecifiers(marker) : undefined;
}

function pythonSpecifiers(marker: Marker): string | undefined {
  const isPlain = marker.kind === 'comparison' || (marker.kind === 'and' && marker.terms.every(({ kind }) => kind === 'comparison'));
  const all = comparisonsOf(marker);
  const isAboutPython = all.every(({ variable, operator, isReversed }) => !isReversed && ['<', '>='].includes(operator) && (variable === 'python_version' || variable === 'python_full_version'));
  return isPlain && isAboutPython ? all.map(({ operator, value }) => `${operator}${value}`).join(',') : undefined;
}

/**
 * The Python that Poetry has to lock for, where that is not what `requires-python` says. uv passes over the upper bounds that packages set for
 * Python. Poetry does not: a project that admits Python 4 cannot have a dependency that is for `<4`.
 */
export function pythonToLock(requires: string | undefined, narrower: string | undefined): string | undefined {
  const specifiers = [requires, narrower].filter((one) => one !== undefined && one !== '').map((one) => one?.replace(/\s+/g, ''));
  if (specifiers.length === 0) return undefined;
  const joined = specifiers.join(',');
  const clauses = parseSpecifiers(joined);
  const next = parseVersion('4.0');
  if (isProblem(clauses) || !next) return undefined;
  if (includes(versionsOfAll(clauses), next)) return `${joined},<4.0`;
  return narrower === undefined ? undefined : joined;
}

/** `requires-python`, or what the lock of uv says where the manifest is silent. */
export function requiredPython(data: TomlTableData, locked: string | undefined): string | undefined {
  return textAt(data, ['project', 'requires-python']) ?? locked;
}
