import { insertTomlText, isTomlProblem, parseToml, printProject, topOf, type RequirementsProject, type Task } from '#pystd';

/** Says what a person has to know before anything moves, or why nothing does. */
export function flagProject(task: Task<object>, { state, remarks }: RequirementsProject): void {
  if (state !== 'sources' && state !== 'left') return;
  for (const { kind, path, span, message } of remarks) {
    if (kind === (state === 'left' ? 'refusal' : 'person')) task.flag({ path, span }, message, { rule: 'deps/project-table' });
  }
}

/** Writes the tables of a project: a new `pyproject.toml`, or above the tools' tables of one that is there. */
export function writeManifest(task: Task<object>, { folder, manifest, state, project, remarks, roles, isPipenv }: RequirementsProject): boolean {
  if (state !== 'sources' || !project) return false;
  const block = printProject(project);
  const read = isPipenv ? ['`Pipfile`'] : [...roles].filter(([, role]) => role !== undefined).map(([path]) => `\`${path}\``);
  const message = `${read.join(', ')} ${read.length > 1 ? 'become' : 'becomes'} \`[project]\`${project.groups.length > 0 ? ' and `[dependency-groups]`' : ''}${folder === '' ? '' : ` of \`${manifest}\``}.`;
  for (const remark of remarks.filter(({ kind }) => kind === 'note')) task.note(remark.message);
  const file = task.repo.files.get(manifest);
  if (!file) {
    task.change(topOf(manifest), message, (edit) => edit.create(manifest, block), { rule: 'deps/project-table' });
    return true;
  }
  const document = parseToml(file.text);
  if (isTomlProblem(document)) return false;
  const outcome = insertTomlText(document, firstTable(document.syntax.sections.map(({ path, header }) => ({ path, header }))) ?? 'end', block);
  if ('refused' in outcome) {
    task.flag(topOf(manifest), `The project cannot be written into \`${manifest}\`: ${outcome.refused}`, { rule: 'deps/project-table' });
    return false;
  }
  task.change(topOf(manifest), message, (edit) => edit.edit(manifest, outcome.edits), { rule: 'deps/project-table' });
  return true;
}

function firstTable(sections: readonly { readonly path: readonly (string | number)[]; readonly header: unknown }[]): { readonly before: readonly (string | number)[] } | undefined {
  const first = sections.find(({ header }) => header !== undefined);
  return first && { before: first.path };
}

