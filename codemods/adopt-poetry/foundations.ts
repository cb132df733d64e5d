import {
  adoptPoetry, applyEdits, insertTomlText, isRefusal, isTomlProblem, parseToml, poetryObjections, printProject, requirementsProjects, restructure,
  type Adoption, type Edit, type RequirementsProject, type Snapshot, type Task,
} from '#pystd';
import { filesIn } from './projects.ts';

/** A project that lives by requirements files or a Pipfile, and its first manifest. */
export interface Foundation {
  readonly project: RequirementsProject;
  readonly adoption: Adoption;
  /** The tables to write. */
  readonly block: string;
  /** The edits that put them into the manifest that is there, which only holds tables of tools; `undefined` where there is none. */
  readonly edits: readonly Edit[] | undefined;
}

/** A project that stays as it is, and why: whole sentences. */
export interface Unfounded {
  readonly project: RequirementsProject;
  readonly because: string;
}

/** The projects of a repository that live by requirements. */
export interface Foundations {
  readonly founded: readonly Foundation[];
  readonly left: readonly Unfounded[];
}

const cache = new WeakMap<Snapshot, Foundations>();

/** Reads every project that lives by requirements, once for each state of the repository. */
export function foundationsOf(task: Task<object>): Foundations {
  const known = cache.get(task.repo);
  if (known) return known;
  const all = requirementsProjects(task).filter(({ state }) => state === 'sources').map((project) => found(task, project));
  const result: Foundations = { founded: all.filter((one) => 'adoption' in one), left: all.filter((one) => 'because' in one) };
  cache.set(task.repo, result);
  return result;
}

/** Reads the requirements into the tables that any tool knows, and gives these to Poetry: one reader, one writer. */
function found(task: Task<object>, project: RequirementsProject): Foundation | Unfounded {
  const left = (because: string): Unfounded => ({ project, because });
  if (!project.project) return left('Nothing is known of it.');
  const document = parseToml(printProject(project.project));
  if (isTomlProblem(document)) return left(`What was made of it is not TOML: ${document.message}.`);
  const adoption = adoptPoetry(document.data, { files: filesIn(task, project.folder), hasSetupFiles: false, wantsBackend: task.wants('deps/build-backend'), lockedPython: undefined });
  const refusal = adoption.remarks.find(({ kind }) => kind === 'refusal');
  if (project.project.constraints.items.length > 0) return left('Poetry limits the versions only of packages that the project asks for itself, so that a file of constraints has no equal.');
  if (refusal) return left(/\btool\.uv\b/.test(refusal.message) ? `What an option in them asks for has no equal in Poetry (${refusal.at.slice(2).join('.')}).` : refusal.message);
  const outcome = restructure(document, adoption.target);
  if (isRefusal(outcome)) return left(`Its manifest cannot be written: ${outcome.refused}`);
  const [objection] = poetryObjections(outcome.intended);
  if (objection !== undefined) return left(`Poetry would not accept what it becomes: ${objection}`);
  const block = applyEdits(document.text, outcome.edits);
  const text = task.repo.files.get(project.manifest)?.text;
  if (text === undefined) return { project, adoption, block, edits: undefined };
  const there = parseToml(text);
  if (isTomlProblem(there)) return left(`\`${project.manifest}\` is not TOML.`);
  const first = there.syntax.sections.find(({ header }) => header !== undefined);
  const inserted = insertTomlText(there, first ? { before: first.path } : 'end', block);
  return 'refused' in inserted ? left(`The project cannot be written into \`${project.manifest}\`: ${inserted.refused}`) : { project, adoption, block, edits: inserted.edits };
}
