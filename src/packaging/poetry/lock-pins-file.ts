import { normaliseName } from '../requirement/index.ts';
import type { Pin } from '../pin.ts';

/** The constraints file beside a manifest that carries the versions of `poetry.lock` over to uv. */
export const PINS_FILE = 'poetry-pins.txt';

/** The command that makes `uv.lock` under these constraints: adding nothing, which changes no manifest. */
export const LOCK_WITH_PINS = lockWithPins(PINS_FILE);

/** The same with a constraints file of another name. */
export function lockWithPins(file: string): readonly [string, ...string[]] {
  return ['uv', 'add', '--no-sync', '--constraints', file, '--requirements', '/dev/null'];
}

/** The constraints file beside a manifest that carries the versions of compiled requirements or `Pipfile.lock` over to uv. */
export const UV_PINS_FILE = 'uv-pins.txt';

/** The constraints file: pip and uv read it, and so does the next run. */
export function printPins(pins: readonly Pin[], { file = PINS_FILE, from = 'poetry.lock' }: { readonly file?: string; readonly from?: string } = {}): string {
  const header = [`# The versions that ${from} had, for the first uv.lock to be made with the same ones:`, `#     ${lockWithPins(file).join(' ')}`, `# Once uv.lock is there, this file${file === PINS_FILE ? ` and ${from} are` : ' is'} not needed any more.`];
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
