import { isIniProblem, parseIni } from '../../formats/ini/index.ts';
import { isJsonProblem, parseJson } from '../../formats/jsonc/index.ts';
import { readTomlData } from '../../formats/toml/read-data.ts';
import { isYamlProblem, namesGivenTwice, parseYaml } from '../../formats/yaml/index.ts';
import type { FileDelta } from '../../patch/patch-set.ts';
import { nameOf } from '../../repo/path.ts';
import type { Objection } from '../outcome.ts';

/** What is wrong with a text by the rules of one format; `undefined` when nothing is. */
type Check = (text: string) => string | undefined;

/** Gate 4: a data file that parsed still parses, by the strictest of its format's rules that it kept before; a new one keeps them all. */
export function formatObjections(deltas: readonly FileDelta[]): Objection[] {
  const objections: Objection[] = [];
  for (const delta of deltas) {
    if (delta.kind === 'delete') continue;
    const before = delta.kind === 'create' ? undefined : delta.before.text;
    const check = checksOf(delta.path).find((one) => before === undefined || one(before) === undefined);
    const problem = check?.(delta.after.text);
    if (problem !== undefined) objections.push({ gate: 'formats', path: delta.path, message: problem });
  }
  return objections;
}

/** The rules for a file, the strictest first. */
function checksOf(path: string): readonly Check[] {
  const name = nameOf(path);
  if (name.endsWith('.toml')) return [tomlProblem];
  if (name.endsWith('.json')) return [strictJsonProblem, jsonProblem];
  if (/\.(?:jsonc|json5|code-workspace)$/.test(name)) return [jsonProblem];
  if (/\.ya?ml$/.test(name)) return [uniqueYamlProblem, yamlProblem];
  return /\.(?:ini|cfg)$|^\.(?:coveragerc|flake8|pylintrc|pypirc)$/.test(name) ? [iniProblem] : [];
}

function tomlProblem(text: string): string | undefined {
  const read = readTomlData(text);
  return 'problem' in read ? `Line ${read.problem.line}: ${read.problem.message}` : undefined;
}

function strictJsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'It is not JSON.';
  }
}

/** With comments and commas at the end, as editors and Renovate take it. */
function jsonProblem(text: string): string | undefined {
  const read = parseJson(text);
  return isJsonProblem(read) ? `Line ${read.line}: ${read.problem}` : undefined;
}

function yamlProblem(text: string): string | undefined {
  const read = parseYaml(text);
  return isYamlProblem(read) ? `Line ${read.line}: ${read.problem}` : undefined;
}

function uniqueYamlProblem(text: string): string | undefined {
  const read = parseYaml(text);
  if (isYamlProblem(read)) return `Line ${read.line}: ${read.problem}`;
  const [twice] = namesGivenTwice(read);
  return twice && `Line ${twice.line}: The name \`${twice.name}\` is given twice.`;
}

function iniProblem(text: string): string | undefined {
  const read = parseIni(text);
  return isIniProblem(read) ? `Line ${read.line}: ${read.problem}` : undefined;
}
