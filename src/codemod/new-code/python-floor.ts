import { requirementsOf } from '../../backend/requirements/index.ts';
import { pythonOf } from '../requirements/python.ts';
import type { RepositoryView } from '../view.ts';

/** The lowest Python 3 a project runs on, by its minor version: what it says itself, else what images, pins and pipelines run; `undefined` when nobody says. */
export function pythonFloor(view: RepositoryView, project: string): number | undefined {
  const said = requirementsOf(view.repo, view.python, project).python?.versions[0]?.from?.at.release;
  if (said) return said[0] === 3 ? (said[1] ?? 0) : undefined;
  const [, minor] = /^>=3\.(\d+)$/.exec(pythonOf(view, project)?.specifiers ?? '') ?? [];
  return minor === undefined ? undefined : Number(minor);
}
