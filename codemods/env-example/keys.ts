import { isInside, type RepositoryView, type SettingsVariable, type SourceFile, type Task } from '#pystd';
import { isExample } from './example-files.ts';
import type { Options } from './index.ts';
import { keyLines } from './keys-in.ts';
import type { Target } from './targets.ts';

/** Whether a key of a `.env` sets a variable: under one of its names, or as JSON for the model around it. */
export function isFor(key: string, { name, otherNames, caseSensitive }: SettingsVariable): boolean {
  const spelled = (one: string): string => (caseSensitive ? one : one.toUpperCase());
  const own = spelled(key);
  return [name, ...otherNames].some((other) => spelled(other) === own || (own.length > 1 && spelled(other).startsWith(`${own}__`)));
}

/** Keys that nothing uses, and keys that are not in capitals. */
export function flagKeys({ variables, refusing }: Target, file: SourceFile, task: Task<Options>): void {
  for (const { key, line, isSet } of keyLines(file.text)) {
    if (!isSet) continue;
    const at = { path: file.path, span: { start: line.start, end: line.end } };
    const variable = variables.find((one) => isFor(key, one));
    if (key !== key.toUpperCase() && (!variable || !variable.caseSensitive)) {
      task.flag(at, `\`${key}\` is not in capitals${variable ? `: \`${variable.name}\` sets the same field` : ''}.`, { rule: 'config/env-upper-case' });
    }
    if (variable || covers(key, variables)) continue;
    if (refusing) task.flag(at, `No field of \`${refusing.name}\` takes \`${key}\`, and it does not start when there is a key it does not know in its \`.env\` (\`extra="ignore"\` would let it).`, { rule: 'config/env-vars-documented' });
    else if (!isUsed(key, file, task)) task.flag(at, `No setting takes \`${key}\`, and nothing else here names it; unless a library reads it, it can go.`, { rule: 'config/env-example' });
  }
}

/** Whether a key sets something inside a field that is a table or a model: `LIMITS__A` for `LIMITS`. */
function covers(key: string, variables: readonly SettingsVariable[]): boolean {
  return variables.some(({ name, type }) => ['table', 'group', 'list'].includes(type.kind) && key.toUpperCase().startsWith(`${name.toUpperCase()}__`));
}

/** Whether anything but examples and texts names the key: code, Compose files, images, scripts, another variable of the file. */
function isUsed(key: string, { path, text }: SourceFile, { repo }: RepositoryView): boolean {
  const word = new RegExp(`(?<![\\w-])${key.replace(/[^\w]/g, '\\$&')}(?![\\w-])`);
  const isTold = (other: string): boolean => isExample(other) || /(?:^|\/)\.env[\w.-]*$|\.(?:md|rst|txt)$/.test(other) || isInside(other, 'node_modules');
  // Other programs may prepend or look for what begins so: `VITE_`, `COMPOSE_`.
  if (/^(?:COMPOSE|DOCKER|VITE|NEXT|REACT_APP|NODE|PYTHON|UVICORN|GUNICORN|WEB|PIP|UV|POETRY|AWS|GOOGLE|AZURE|OTEL)_/.test(key)) return true;
  return new RegExp(`\\$\\{?${key.replace(/[^\w]/g, '\\$&')}\\b`).test(text) || [...repo.files.values()].some((other) => other.path !== path && !isTold(other.path) && other.text.includes(key) && word.test(other.text));
}
