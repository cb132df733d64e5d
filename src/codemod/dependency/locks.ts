import type { RequirementList, Requirements } from '../../backend/requirements/index.ts';
import type { FollowUp } from '../../patch/patch-set.ts';
import { nameOf } from '../../repo/path.ts';

/** The commands that bring locks and compiled lists up to date after a dependency was added to some lists. */
export function followUpsAfter({ folder, lockFiles, lists }: Requirements, homes: readonly RequirementList[], name: string): readonly FollowUp[] {
  const place = folder === '' ? {} : { in: folder };
  const why = (path: string): string => `\`${path}\` does not have \`${name}\` yet.`;
  const kinds = new Set(homes.map(({ kind }) => kind));
  const isManifest = kinds.has('pep621') || kinds.has('poetry');
  const locks = lockFiles.flatMap((path): FollowUp[] => {
    switch (nameOf(path)) {
      case 'uv.lock':
        return isManifest || kinds.has('setup.cfg') || kinds.has('setup.py') ? [{ run: ['uv', 'lock'], ...place, why: why(path), lock: { constraints: undefined } }] : [];
      case 'poetry.lock':
        return isManifest ? [{ run: ['poetry', 'lock'], ...place, why: why(path), lock: { by: 'poetry' } }] : [];
      case 'pdm.lock':
        return isManifest ? [{ run: ['pdm', 'lock', '--update-reuse'], ...place, why: why(path) }] : [];
      default:
        return kinds.has('pipfile') ? [{ run: ['pipenv', 'lock'], ...place, why: why(path) }] : [];
    }
  });
  return [...locks, ...lists.flatMap((list) => compiledAgain(list, homes, why, place))];
}

/** The command in the header of a compiled list, or pip-compile with its source. */
function compiledAgain({ path, made, asked }: RequirementList, homes: readonly RequirementList[], why: (path: string) => string, place: { readonly in?: string }): FollowUp[] {
  if (!made) return [];
  const isSource = made.from.some((from) => homes.some((home) => home.path === from)) || (made.from.length === 0 && made.command !== undefined && asked.some(({ name }) => name === 'fastapi' || name === 'pydantic'));
  if (!isSource) return [];
  const [program, ...args] = made.command?.split(/\s+/) ?? [];
  const [source = ''] = made.from;
  const inside = (one: string): string => (place.in === undefined ? one : one.slice(place.in.length + 1));
  const run: FollowUp['run'] = program === undefined ? ['pip-compile', inside(source), '--output-file', inside(path)] : [program, ...args];
  return [{ run, ...place, why: why(path) }];
}
