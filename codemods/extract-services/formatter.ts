import { joinPath, type ServiceTarget, type Task } from '#pystd';

/** The formatter that a project runs over its code, by its hooks or its manifest. */
function formatterOf({ repo }: Task<unknown>, folder: string): readonly [string, ...string[]] | undefined {
  const text = (...names: readonly string[]): string => names.map((name) => repo.files.get(joinPath(folder, name))?.text ?? repo.files.get(joinPath('', name))?.text ?? '').join('\n');
  const hooks = text('.pre-commit-config.yaml');
  const manifest = text('pyproject.toml');
  if (/\bid:\s*ruff-format\b/.test(hooks) || /^\[tool\.ruff\.format\]/m.test(manifest)) return ['ruff', 'format'];
  return /\bid:\s*black\b/.test(hooks) || /^\[tool\.black\]/m.test(manifest) ? ['black'] : undefined;
}

/** Asks for the formatter where code that is indented further by its move, and says `self.session`, has become too wide. */
export function askForFormatter(task: Task<unknown>, { project }: ServiceTarget, path: string, code: string, width: number): void {
  const formatter = formatterOf(task, project);
  const isWide = code.split('\n').some((line) => line.length > width);
  if (formatter && isWide) task.followUp({ run: [...formatter, path], why: `Lines of \`${path}\` are wider than ${width} columns now that they are indented further.` });
}
