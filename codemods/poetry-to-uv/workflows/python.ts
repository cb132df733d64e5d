import type { CommandSite, Translation, YamlScalar } from '#pystd';
import { childOf, scalarAt, scalarsIn, type StepList, type WorkflowStep } from './steps.ts';

/** Whether a step installs Python; some runners have a faster action of the same name. */
export function isPythonAction({ action }: WorkflowStep): boolean {
  return action !== undefined && /^[\w-]+\/setup-python$/.test(action);
}

/** The Python that a job asks for. */
export function pythonOf({ steps }: StepList): YamlScalar | undefined {
  return steps.filter(isPythonAction).map(({ node }) => scalarAt(node, ['with', 'python-version'])).find((one) => one !== undefined && !/\n/.test(one.text));
}

/**
 * The Python that a job asks for, where uv reads it as well: `3.x`, `3.13-dev`, `pypy-3.9` and ranges are words of `actions/setup-python`
 * alone, whose Python uv finds on the path.
 */
export function pythonForUv(list: StepList): YamlScalar | undefined {
  const asked = pythonOf(list);
  return asked && valuesOf(asked.text, list).every((value) => /\$\{\{/.test(value) || /^\d+(?:\.\d+){0,2}t?$/.test(value)) ? asked : undefined;
}

/** What a text may be: that of a matrix has each of the values, which are known unless an expression makes them. */
function valuesOf(text: string, { above }: StepList): readonly string[] {
  const [, context, name = ''] = /^\s*\$\{\{\s*(matrix|env)\.([\w-]+)\s*\}\}\s*$/.exec(text) ?? [];
  if (context === undefined) return [text.trim()];
  if (context === 'env') return above.flatMap((one) => scalarAt(one, ['env', name])?.text.trim() ?? []);
  return above.slice(1).flatMap((job) => {
    const strategy = childOf(job, 'strategy');
    const matrix = strategy && childOf(strategy, 'matrix');
    return matrix ? scalarsIn(matrix).filter(({ path }) => path.at(-1) === name || path.at(-2) === name).map((value) => value.text.trim()) : [];
  });
}

/** `poetry env use` of the Python that the job has set up: the action for uv is told it, so that nothing takes its place. */
export function chosenPython(site: CommandSite, list: StepList): Translation | undefined {
  return isChoice(site, list) ? { kind: 'removed', remarks: ['The action that sets up uv is told the Python of this job.'] } : undefined;
}

/** Whether a job tells Poetry which Python to use, and it is the one that it has set up. */
export function choosesPython(list: StepList): boolean {
  return list.steps.some(({ sites }) => sites.some((site) => isChoice(site, list)));
}

function isChoice({ words }: CommandSite, list: StepList): boolean {
  const at = words.findIndex(({ value }, index) => value === 'env' && words[index + 1]?.value === 'use');
  const told = words[at + 2]?.raw.replace(/^(["'])(.*)\1$/s, '$2').replace(/\s+/g, '');
  const python = pythonForUv(list)?.text.replace(/\s+/g, '');
  if (at < 0 || told === undefined || words.length !== at + 3 || python === undefined) return false;
  const onPath = /^(?:python3?|\$\((?:which|command-v)python3?\)|\$\{?(?:\{?env\.)?pythonLocation\}{0,2}\/(?:bin\/)?python3?)$/;
  return onPath.test(told) || told.replace(/^python(?=\d|\$)/, '') === python;
}
