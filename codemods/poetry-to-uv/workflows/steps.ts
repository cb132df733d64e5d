import { commandSitesIn, entriesNamed, nodesIn, type CommandSite, type SourceFile, type YamlDocument, type YamlItem, type YamlMapping, type YamlNode, type YamlPath, type YamlScalar } from '#pystd';

const WORKFLOW = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;

/** Whether a file is a workflow or a composite action. */
export function isWorkflow({ path, text }: SourceFile): boolean {
  return WORKFLOW.test(path) || (/(?:^|\/)action\.ya?ml$/.test(path) && /^runs:/m.test(text));
}

/** A step of a job or of a composite action. */
export interface WorkflowStep {
  readonly path: YamlPath;
  readonly item: YamlItem;
  readonly node: YamlMapping;
  /** The action without its version: `actions/cache`. */
  readonly action: string | undefined;
  readonly id: string | undefined;
  readonly condition: string | undefined;
  readonly run: YamlScalar | undefined;
  readonly with: YamlMapping | undefined;
  /** The commands of its script. */
  readonly sites: readonly CommandSite[];
}

/** Steps that run one after the other, with what stands above them. */
export interface StepList {
  readonly path: YamlPath;
  readonly steps: readonly WorkflowStep[];
  /** The workflow or action, and the job. */
  readonly above: readonly YamlMapping[];
}

/** The step lists of a workflow's jobs, or of a composite action. */
export function stepListsOf(file: SourceFile, { root }: YamlDocument): readonly StepList[] {
  if (root.kind !== 'mapping') return [];
  const runs = childOf(root, 'runs');
  const jobs = childOf(root, 'jobs');
  const owners = [runs, ...(jobs?.kind === 'mapping' ? jobs.entries.map(({ value }) => value) : [])];
  return owners.flatMap((owner) => {
    const list = owner?.kind === 'mapping' ? childOf(owner, 'steps') : undefined;
    if (owner?.kind !== 'mapping' || list?.kind !== 'sequence') return [];
    const steps = list.items.flatMap((item): WorkflowStep[] => (item.value.kind === 'mapping' ? [stepOf(file, item, item.value)] : []));
    return [{ path: list.path, steps, above: [root, owner] }];
  });
}

function stepOf(file: SourceFile, item: YamlItem, node: YamlMapping): WorkflowStep {
  const uses = scalarAt(node, ['uses']);
  const run = childOf(node, 'run');
  const inputs = childOf(node, 'with');
  return {
    path: node.path,
    item,
    node,
    action: uses?.text.replace(/@.*$/s, ''),
    id: scalarAt(node, ['id'])?.text,
    condition: scalarAt(node, ['if'])?.text,
    run: run?.kind === 'scalar' ? run : undefined,
    with: inputs?.kind === 'mapping' ? inputs : undefined,
    sites: run ? commandSitesIn(file).filter(({ span }) => run.span.start <= span.start && span.end <= run.span.end) : [],
  };
}

/** The value under a name, as it is written. */
export function childOf(node: YamlNode, name: string): YamlNode | undefined {
  return node.kind === 'mapping' ? entriesNamed(node, name).at(-1)?.value : undefined;
}

/** The scalar under some names. */
export function scalarAt(node: YamlNode, names: readonly string[]): YamlScalar | undefined {
  let at: YamlNode | undefined = node;
  for (const name of names) at = at && childOf(at, name);
  return at?.kind === 'scalar' ? at : undefined;
}

/** Every scalar below a node. */
export function scalarsIn(node: YamlNode): readonly YamlScalar[] {
  return nodesIn(node).filter((one) => one.kind === 'scalar');
}
