import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../codemods/standards/', import.meta.url);

/** The texts of the shipped standards and rules, by name as `readStandard` wants them. */
export function shippedStandards(): ReadonlyMap<string, string> {
  const names = [...tomlIn('.'), ...tomlIn('rules').map((name) => `rules/${name}`)];
  return new Map(names.map((name) => [name, readFileSync(new URL(name, FOLDER), 'utf8')]));
}

function tomlIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, FOLDER)).filter((name) => name.endsWith('.toml'));
}
