import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pythonTools } from './python-tools.ts';

/** The folder with the `uv` program: the one on the PATH, else our own, which is installed when missing. */
export function uvFolder(): string {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).find((folder) => folder !== '' && existsSync(join(folder, 'uv')));
  return onPath !== undefined && spawnSync(join(onPath, 'uv'), ['--version']).status === 0 ? onPath : pythonTools('venv', 'requirements.txt');
}

/** Variables under which uv is found, keeps its cache apart, and never asks the network. */
export function uvEnvironment(): Record<string, string> {
  const path = [uvFolder(), process.env['PATH'] ?? ''].join(delimiter);
  return { PATH: path, UV_CACHE_DIR: mkdtempSync(join(tmpdir(), 'pystd-uv-')), UV_OFFLINE: '1' };
}

const WHEELS = `import json, sys, zipfile
for name, version, requires in json.load(sys.stdin)["wheels"]:
    stem = f"{name.replace('-', '_')}-{version}"
    with zipfile.ZipFile(f"{sys.argv[1]}/{stem}-py3-none-any.whl", "w") as wheel:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in requires)]
        wheel.writestr(f"{stem}.dist-info/METADATA", "\\n".join(lines) + "\\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: bookshop\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")
`;

/** An index of empty packages in a folder: name, version, and what it requires. */
export function writeWheels(folder: string, wheels: readonly (readonly [name: string, version: string, requires: readonly string[]])[]): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-c', WHEELS, folder], { input: JSON.stringify({ wheels }) });
}

/** The table that makes such a folder the only index of a project. */
export function onlyIndex(folder: string): string {
  return `[[tool.uv.index]]\nname = "shelf"\nurl = "file://${folder}"\nformat = "flat"\ndefault = true\n`;
}
