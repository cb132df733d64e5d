import { and, markersDiffer, parseOptionalMarker, variablesOf, type Marker } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import { parseRequirement, printRequirement } from '../requirement/index.ts';
import { convertConstraint, versionsDiffer } from './constraint.ts';
import type { PoetryConstraint } from './entry.ts';
import { platformMarker, pythonMarker } from './markers.ts';

/** A dependency as PEP 508 says it; where it comes from is told elsewhere. */
export interface ConvertedConstraint {
  /** `name[extras]>=1,<2 ; marker` */
  readonly requirement: string;
  readonly specifiers: string;
  readonly marker: Marker | undefined;
}

/**
 * A constraint of Poetry as a PEP 508 requirement. The result is proved: its versions and its marker accept what Poetry's did.
 * Where a package comes from a direct origin, Poetry ignores the version, and so does this.
 */
export function toRequirement(name: string, constraint: PoetryConstraint): ConvertedConstraint | Problem {
  const version = constraint.origin === undefined ? (constraint.version ?? '*') : '*';
  const converted = convertConstraint(version);
  if (isProblem(converted)) return { problem: `The version of \`${name}\` has no equal in uv: ${converted.problem}` };
  const marker = markerOf(name, constraint);
  if (isProblem(marker)) return marker;
  const requirement = printRequirement({ name, extras: constraint.extras, specifiers: converted.specifiers, url: undefined, marker });
  const objection = objectionTo(requirement, name, version, marker);
  return objection === undefined ? { requirement, specifiers: converted.specifiers, marker } : { problem: `The dependency \`${name}\` could not be converted: ${objection}` };
}

/** `python`, `platform` and `markers` as one marker, all of which have to hold. */
export function markerOf(name: string, { python, platform, markers }: PoetryConstraint): Marker | undefined | Problem {
  const parts: (Marker | undefined)[] = [];
  const readings = [[python, pythonMarker], [platform, platformMarker], [markers, parseOptionalMarker]] as const;
  for (const [text, read] of readings) {
    const marker = text === undefined || text.trim() === '' ? undefined : read(text);
    if (isProblem(marker)) return { problem: `The marker of \`${name}\` has no equal in uv: ${marker.problem}` };
    parts.push(marker);
  }
  const marker = and(...parts);
  if (marker && variablesOf(marker).has('extra')) {
    return { problem: `The marker of \`${name}\` depends on an extra: make the dependency part of that extra, and declare extras that exclude each other in \`tool.uv.conflicts\`.` };
  }
  return marker;
}

/** Why the text, read back, is not the requirement it should be: its versions against Poetry's own, its marker by truth. */
function objectionTo(text: string, name: string, version: string, marker: Marker | undefined): string | undefined {
  const read = parseRequirement(text);
  if (isProblem(read)) return read.problem;
  if (read.name !== name) return `\`${name}\` is not a name of a package.`;
  const apart = versionsDiffer(version, read.specifiers);
  if (apart !== undefined) return `\`${version}\` and \`${read.specifiers}\` disagree about ${apart}.`;
  return markersDiffer(read.marker, marker) ? 'its marker reads back as another one.' : undefined;
}
