import { printMarker } from '../marker/index.ts';
import type { Pin } from '../pin.ts';
import { normaliseName } from '../requirement/index.ts';
import type { RequirementsLine } from './requirements-file.ts';

/** The versions of compiled requirements; where two files differ, the first one counts. */
export function pinsOfRequirements(files: readonly (readonly RequirementsLine[])[]): readonly Pin[] {
  const pins = new Map<string, Pin[]>();
  for (const lines of files) {
    const found = new Map<string, Pin[]>();
    for (const { entry } of lines) {
      if (entry.kind !== 'requirement' || entry.requirement.url !== undefined) continue;
      const version = /^===?([^,*]+)$/.exec(entry.requirement.specifiers)?.[1];
      const name = normaliseName(entry.requirement.name);
      if (version !== undefined) found.set(name, [...(found.get(name) ?? []), { name, version, marker: entry.requirement.marker ? printMarker(entry.requirement.marker) : '' }]);
    }
    for (const [name, list] of found) if (!pins.has(name)) pins.set(name, list);
  }
  return [...pins.values()].flat().sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
