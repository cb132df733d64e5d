import { normaliseName } from '../requirement/index.ts';
import type { Pin } from './lock-pins.ts';

/** The constraints file beside a manifest that carries the versions of `poetry.lock` over to uv. */
export const PINS_FILE = 'poetry-pins.txt';

/** The command that makes `uv.lock` under these constraints: adding nothing, which changes no manifest. */
export const LOCK_WITH_PINS = ['uv', 'add', '--no-sync', '--constraints', PINS_FILE, '--requirements', '/dev/null'] as const;

/** The constraints file: pip and uv read it, and so does the next run. */
export function printPins(pins: readonly Pin[]): string {
  const header = ['# The versions that poetry.lock had, for the first uv.lock to be made with the same ones:', `#     ${LOCK_WITH_PINS.join(' ')}`, '# Once uv.lock is there, this file and poetry.lock are not needed any more.'];
  const lines = pins.map(({ name, version, marker }) => `${name}==${version}${marker === '' ? '' : ` ; ${marker}`}`);
  return [...header, ...lines, ''].join('\n');
}

/** The pins of such a file, a person's changes included. Lines that pin nothing are passed over. */
export function readPins(text: string): readonly Pin[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, name, version, marker] = /^\s*([A-Za-z0-9][\w.-]*)\s*==\s*([^\s;,#]+)\s*(?:;\s*(.*?)\s*)?$/.exec(line) ?? [];
    return name === undefined || version === undefined ? [] : [{ name: normaliseName(name), version, marker: marker ?? '' }];
  });
}
