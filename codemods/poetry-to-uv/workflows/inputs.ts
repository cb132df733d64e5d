import { folderOf, joinPath, nodesIn, removeAt, type SourceFile, type YamlDocument, type YamlMapping, type YamlPath } from '#pystd';
import type { YamlPlan } from '../pipelines/plan.ts';
import type { Surroundings } from '../surroundings.ts';
import { childOf, scalarAt } from './steps.ts';

/** A workflow or action whose names for Poetry's things may be needed by nobody any more. */
export interface Naming {
  readonly plan: YamlPlan;
  readonly document: YamlDocument;
  readonly file: SourceFile;
  readonly surroundings: Surroundings;
  /** The inputs that another file of this repository no longer takes. */
  readonly droppedOf: (file: SourceFile) => readonly string[];
}

/** Takes away what only spoke of Poetry's version: inputs given to others, matrix entries, variables, and inputs taken. Gives the latter. */
export function dropNames(naming: Naming): readonly string[] {
  givenInputs(naming);
  const { plan, document, file } = naming;
  for (const path of matrixEntries(document)) {
    const name = String(path.at(-1));
    if (isUsed(plan, 'matrix', name)) continue;
    const values = mappingAt(document, path.slice(0, -1))?.entries.find((entry) => entry.name === name);
    if (!values) continue;
    const isSeveral = values.value.kind === 'sequence' && values.value.items.length > 1;
    if (isSeveral) plan.flag(values.span, 'Nothing uses this version of Poetry any more, but the job runs once for each of them.');
    else plan.change(values.span, 'Nothing uses this version of Poetry any more.', [removeAt(document, path, 'drop')]);
  }
  for (const path of environmentEntries(document)) {
    if (isUsed(plan, 'env', String(path.at(-1)))) continue;
    const entry = mappingAt(document, path.slice(0, -1))?.entries.find(({ name }) => name === path.at(-1));
    if (entry) plan.change(entry.span, 'Nothing uses this version of Poetry any more.', [removeAt(document, path, 'drop')]);
  }
  const taken = takenInputs(document).filter((path) => !isUsed(plan, 'inputs', String(path.at(-1))));
  if (taken.length === 0 || !hasCaller(naming, file)) return [];
  return taken.map((path) => {
    const entry = mappingAt(document, path.slice(0, -1))?.entries.find(({ name }) => name === path.at(-1));
    if (entry) plan.change(entry.span, 'Nothing uses this input any more; those in this repository who gave it no longer do.', [removeAt(document, path, 'drop')]);
    return String(path.at(-1));
  });
}

/** `with:` of steps and jobs that call something of this repository. */
function givenInputs({ plan, document, file, surroundings, droppedOf }: Naming): void {
  for (const node of nodesIn(document.root)) {
    const inputs = node.kind === 'mapping' ? childOf(node, 'with') : undefined;
    const uses = scalarAt(node, ['uses'])?.text;
    if (inputs?.kind !== 'mapping' || uses?.startsWith('./') !== true) continue;
    const target = targetOf(surroundings, uses);
    const dropped = target && target !== file ? droppedOf(target) : [];
    const going = inputs.entries.filter(({ name }) => dropped.includes(name));
    going.forEach(({ name, span }) =>
      plan.change(span, `\`${uses}\` no longer takes \`${name}\`.`, [removeAt(document, going.length === inputs.entries.length ? inputs.path : [...inputs.path, name], 'refuse')]));
  }
}

function targetOf({ task }: Surroundings, uses: string): SourceFile | undefined {
  const path = uses.replace(/^\.\//, '').replace(/\/$/, '');
  const { files } = task.repo;
  return [path, joinPath(path, 'action.yml'), joinPath(path, 'action.yaml')].map((one) => files.get(one as Parameters<typeof files.get>[0])).find((one) => one !== undefined);
}

function hasCaller({ surroundings }: Naming, file: SourceFile): boolean {
  const name = /(?:^|\/)action\.ya?ml$/.test(file.path) ? folderOf(file.path) : file.path;
  const call = new RegExp(`uses:\\s*["']?\\./${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/?["']?\\s*(?:#.*)?$`, 'm');
  return [...surroundings.task.repo.files.values()].some(({ path, text }) => /\.ya?ml$/.test(path) && call.test(text));
}

function isUsed(plan: YamlPlan, context: string, name: string): boolean {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const after = plan.textAfter();
  return new RegExp(`\\b${context}(?:\\.${plain}(?![\\w-])|\\[['"]${plain}['"]\\])`).test(after) || (context === 'env' && new RegExp(`\\$(?:\\{${plain}\\b|${plain}\\b)`).test(after));
}

function matrixEntries({ root }: YamlDocument): readonly YamlPath[] {
  return mappings(root).filter(({ path }) => path.includes('matrix')).flatMap(({ path, entries }) => entries.filter(({ name }) => /^poetry[-_]?(?:version)?$/i.test(name)).map(({ name }) => [...path, name]));
}

/** Variables in small letters; those in capitals are Poetry's own settings. */
function environmentEntries({ root }: YamlDocument): readonly YamlPath[] {
  return mappings(root).filter(({ path }) => path.at(-1) === 'env').flatMap(({ path, entries }) => entries.filter(({ name }) => /^poetry[-_]?version$/.test(name)).map(({ name }) => [...path, name]));
}

function takenInputs({ root }: YamlDocument): readonly YamlPath[] {
  return mappings(root).filter(({ path }) => path.join('.') === 'inputs' || path.join('.') === 'on.workflow_call.inputs').flatMap(({ path, entries }) => entries.filter(({ name }) => /poetry/i.test(name)).map(({ name }) => [...path, name]));
}

function mappings(root: YamlDocument['root']): readonly YamlMapping[] {
  return nodesIn(root).filter((node) => node.kind === 'mapping');
}

function mappingAt({ root }: YamlDocument, path: YamlPath): YamlMapping | undefined {
  return mappings(root).find((node) => node.path.join('\n') === path.join('\n'));
}
