import { joinPath, type RepoPath } from '../../repo/path.ts';
import type { Span } from '../../text/span.ts';
import { topOf } from '../task.ts';
import type { RepositoryView } from '../view.ts';
import type { Declared, Metadata } from './new-project.ts';
import type { PlacedRemark } from './placed-remark.ts';

/** What setuptools' files say of the project, or why they keep it as it is. */
export type Setup =
  | { readonly metadata: Metadata | undefined; readonly remarks: readonly PlacedRemark[] }
  | { readonly left: { readonly path: RepoPath; readonly span: Span; readonly message: string } };

/** Looks at `setup.py` and `setup.cfg` beside requirements files. */
export function setupOf({ repo }: RepositoryView, folder: string, _declared: Declared, _paths: readonly RepoPath[]): Setup {
  const script = joinPath(folder, 'setup.py');
  const config = joinPath(folder, 'setup.cfg');
  const scriptText = repo.files.get(script)?.text;
  if (scriptText !== undefined && /\bsetup\s*\(/.test(scriptText)) {
    const reads = /requirements?[\w./-]*\.(?:txt|in)/.test(scriptText);
    const because = reads ? 'reads its requirements from a file' : 'describes a package';
    return { left: { ...topOf(script), message: `\`${script}\` ${because}: what belongs into \`[project]\` is for a person to say, and the requirements stay.` } };
  }
  const section = /^\[(?:metadata|options)\]/m.exec(repo.files.get(config)?.text ?? '');
  if (section) return { left: { path: config, span: { start: section.index, end: section.index + section[0].length }, message: `\`${config}\` describes a package: what belongs into \`[project]\` is for a person to say, and the requirements stay.` } };
  return { metadata: undefined, remarks: [] };
}
