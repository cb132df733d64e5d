import { parseMarker, printMarker } from '../marker/index.ts';
import { isProblem, type Problem } from '../problem.ts';
import type { Pin } from '../pin.ts';
import { normaliseName } from '../requirement/index.ts';

/** The versions of a `Pipfile.lock`. Packages from git, files and URLs are not among them: their place pins them. */
export function pinsOfPipfileLock(text: string): readonly Pin[] | Problem {
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { problem: 'It is not JSON.' };
  }
  if (!isRecord(read)) return { problem: 'It does not look like a lock file of Pipenv.' };
  const pins = new Map<string, Pin>();
  for (const [section, packages] of Object.entries(read)) {
    if (section === '_meta' || !isRecord(packages)) continue;
    for (const [name, entry] of Object.entries(packages)) {
      const version = isRecord(entry) && typeof entry['version'] === 'string' ? /^==+\s*(\S+)$/.exec(entry['version'])?.[1] : undefined;
      if (version === undefined || !isRecord(entry) || ['git', 'path', 'file', 'url'].some((key) => entry[key] !== undefined)) continue;
      const marker = typeof entry['markers'] === 'string' ? parseMarker(entry['markers']) : undefined;
      const pin = { name: normaliseName(name), version, marker: marker && !isProblem(marker) ? printMarker(marker) : '' };
      const other = pins.get(pin.name);
      // The sections are locked together; where they differ all the same, the runtime one counts.
      if (!other) pins.set(pin.name, pin);
    }
  }
  return [...pins.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
