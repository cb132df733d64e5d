import { requirementsOf } from '../../backend/requirements/index.ts';
import { modulesOf } from '../../backend/project-modules.ts';
import type { RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { lineEnding } from '../../text/lines.ts';
import { rememberedFor } from '../../text/remember.ts';
import type { RepositoryView } from '../view.ts';
import { quoted } from './fit.ts';
import { pythonFloor } from './python-floor.ts';

/** How the code of a repository is written, as far as new code has to know. */
export interface CodeStyle {
  /** The lowest minor version of Python 3; `undefined` when nobody says. */
  readonly floor: number | undefined;
  readonly quote: '"' | "'";
  readonly ending: '\n' | '\r\n';
  /** Whether `Annotated[…, Depends(…)]` can be used. */
  readonly annotated: boolean;
  /** Whether the annotation of what a route returns is its response model (FastAPI 0.89). */
  readonly returns: boolean;
  readonly logging: 'logging' | 'loguru' | 'structlog';
  width(path: RepoPath): number;
}

/** The style of a project's service. */
export function codeStyleOf(view: RepositoryView, project: string): CodeStyle {
  return styles(view.repo, project, () => findStyle(view, project));
}

const styles = rememberedFor<Snapshot, string, CodeStyle>();

function findStyle(view: RepositoryView, project: string): CodeStyle {
  const { backend } = view;
  const modules = modulesOf(view, project, 'service');
  const count = (pattern: RegExp): number => modules.reduce((sum, { text }) => sum + (text.match(pattern)?.length ?? 0), 0);
  const floor = pythonFloor(view, project);
  const fastapi = oldestFastapi(view, project);
  return {
    floor,
    quote: count(/(?<!['\w])'(?!')[^'"\n]*'/g) > 2 * count(/(?<!["\w])"(?!")[^'"\n]*"/g) ? "'" : '"',
    ending: modules.filter(({ text }) => lineEnding(text) === '\r\n').length * 2 > modules.length ? '\r\n' : '\n',
    annotated: (floor === undefined || floor >= 9) && fastapi >= 95,
    returns: fastapi >= 89,
    logging: count(/^from loguru import logger\b/gm) > 0 ? 'loguru' : count(/\bstructlog\.(?:stdlib\.)?get_logger\(/g) > count(/\blogging\.getLogger\(/g) ? 'structlog' : 'logging',
    width: (path) => backend.projects.lineWidth(path),
  };
}

/** The minor version of the oldest FastAPI 0.x that the project may run with; a new one where nothing says. */
function oldestFastapi({ repo, python }: RepositoryView, project: string): number {
  const requirements = requirementsOf(repo, python, project);
  const locked = requirements.locked('fastapi')?.versions[0];
  const said = locked ?? /(?:==|~=|>=|\^|~)\s*([\d.]+)/.exec(requirements.runtime('fastapi')[0]?.written ?? '')?.[1];
  const [, major = '0', minor] = /^(\d+)\.(\d+)/.exec(said ?? '') ?? [];
  return minor === undefined || major !== '0' ? Infinity : Number(minor);
}

/** The text of a new file in that style. */
export function newFileText(code: string, style: CodeStyle): string {
  const text = quoted(code, style.quote);
  return style.ending === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
}
