import { dataAt, isArrayData, type TomlData, type TomlPath, type TomlTableData } from '../../formats/toml/index.ts';
import { printMarker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { normaliseName, parseRequirement, type Requirement } from '../requirement/index.ts';
import type { Scope } from '../uv/sources.ts';
import { convertConstraint, versionsDiffer } from './constraint.ts';
import type { DependencyLedger } from './dependency-ledger.ts';
import { readDependencies, type PoetryConstraint } from './entry.ts';
import { enrichingGroupTables } from './groups.ts';
import { tableAt, textsOf } from '../tables.ts';
import type { Remarks } from '../remark.ts';
import { markerOf } from './requirement.ts';
import { isRuntimeInPoetry, runtimeTables } from './runtime.ts';

/** A bound for the lock file alone (`tool.uv.constraint-dependencies`). */
export interface LockConstraint {
  readonly requirement: string;
  readonly at: TomlPath;
}

/**
 * What Poetry's tables add to dependencies that `[project]` or `[dependency-groups]` list: where they come from, and narrower versions that count
 * for the lock file only. A name that is not listed there means nothing to Poetry.
 */
export function enrich(data: TomlTableData, ledger: DependencyLedger, remarks: Remarks): readonly LockConstraint[] {
  const constraints: LockConstraint[] = [];
  const look = (at: TomlPath, listed: readonly Requirement[], scope: Scope, where: string): void => {
    for (const dependency of readDependencies(dataAt(data, at), at, remarks)) {
      const own = listed.filter(({ name }) => normaliseName(name) === normaliseName(dependency.name));
      if (own.length === 0) remarks.note(dependency.at, `\`${dependency.name}\` is not among ${where}, so that Poetry ignored what its own table says of it: it is left out.`);
      else for (const constraint of dependency.constraints) constraints.push(...enrichOne(dependency.name, constraint, own, scope, ledger, remarks));
    }
  };
  if (!isRuntimeInPoetry(data)) {
    const extras = Object.values(tableAt(data, ['project', 'optional-dependencies'])).flatMap((list) => requirementsIn(list));
    for (const at of runtimeTables(data)) look(at, [...requirementsIn(dataAt(data, ['project', 'dependencies'])), ...extras], { kind: 'project' }, 'the dependencies of `[project]`');
  }
  for (const { group, at } of enrichingGroupTables(data)) {
    look(at, requirementsIn(dataAt(data, ['dependency-groups', group])), { kind: 'group', name: group }, `the dependencies of the group \`${group}\``);
  }
  return constraints;
}

function enrichOne(name: string, constraint: PoetryConstraint, listed: readonly Requirement[], scope: Scope, ledger: DependencyLedger, remarks: Remarks): readonly LockConstraint[] {
  const marker = markerOf(name, constraint);
  if (isProblem(marker)) {
    remarks.refuse(constraint.at, marker.problem);
    return [];
  }
  ledger.note(name, constraint, marker, scope);
  // Where the marker does not hold, the package comes from the indexes.
  if (marker && (constraint.source !== undefined || constraint.origin !== undefined)) ledger.note(name, { ...constraint, source: undefined, origin: undefined }, undefined, scope);
  const version = constraint.origin === undefined ? (constraint.version ?? '*') : '*';
  const converted = convertConstraint(version);
  if (isProblem(converted)) {
    remarks.refuse(constraint.at, `The version of \`${name}\` has no equal in uv: ${converted.problem}`);
    return [];
  }
  if (converted.specifiers === '' || listed.every(({ specifiers }) => versionsDiffer(version, specifiers) === undefined)) return [];
  remarks.note(constraint.at, `Poetry's own table narrowed \`${name}\` to \`${version}\` for the lock file only: \`tool.uv.constraint-dependencies\` does so now.`);
  return [{ requirement: `${name}${converted.specifiers}${marker ? ` ; ${printMarker(marker)}` : ''}`, at: constraint.at }];
}

function requirementsIn(list: TomlData | undefined): readonly Requirement[] {
  const texts = isArrayData(list) ? textsOf(list) : [];
  return texts.flatMap((text) => {
    const read = parseRequirement(text);
    return isProblem(read) ? [] : [read];
  });
}
