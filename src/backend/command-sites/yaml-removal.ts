import { isYamlRefusal, nodeAt, removeAt, type YamlDocument, type YamlPath } from '../../formats/yaml/index.ts';
import type { Problem } from '../../packaging/problem.ts';
import type { Edit } from '../../text/edit.ts';

/** What a step may say beside its script and still do nothing but run it. */
const ABOUT_THE_SCRIPT: ReadonlySet<string> = new Set(['name', 'displayName', 'id', 'shell', 'if', 'condition', 'env', 'working-directory', 'workingDirectory', 'timeout-minutes', 'timeoutInMinutes', 'continue-on-error', 'continueOnError']);

/** Takes away a script of a list (`- till open`), or the step that only runs it (`- run: till open`). The last one of a list stays. */
export function removeScriptAt(document: YamlDocument, path: YamlPath): readonly Edit[] | Problem {
  const item = typeof path.at(-1) === 'number' ? path : stepPath(document, path);
  if (item === undefined) return { problem: 'Nothing would be left of the script.' };
  const outcome = removeAt(document, item, 'refuse');
  return isYamlRefusal(outcome) ? { problem: outcome.refused } : outcome.edits;
}

/** The step around a script, when it does nothing else and nobody asks how it went. */
function stepPath(document: YamlDocument, path: YamlPath): YamlPath | undefined {
  const above = path.slice(0, -1);
  const step = nodeAt(document, above);
  if (typeof above.at(-1) !== 'number' || step?.kind !== 'mapping') return undefined;
  if (step.entries.some(({ name }) => name !== path.at(-1) && !ABOUT_THE_SCRIPT.has(name))) return undefined;
  const id = step.entries.find(({ name }) => name === 'id')?.value;
  return id?.kind === 'scalar' && document.file.text.includes(`steps.${id.text}`) ? undefined : above;
}
