import { callsUv, commandSitesIn, entriesNamed, isYamlRefusal, type CommandSite, type Edit, type SourceFile, type YamlDocument, type YamlMapping, type YamlNode, type YamlOutcome, type YamlScalar } from '#pystd';

/** Whether a file is a workflow of GitHub (or one that speaks its language), or a composite action. */
export function isWorkflow({ path, text }: SourceFile): boolean {
  return /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path) || (/(?:^|\/)action\.ya?ml$/.test(path) && /^runs:/m.test(text));
}

/** A step of a job or of a composite action. */
export interface Step {
  readonly path: YamlMapping['path'];
  readonly node: YamlMapping;
  /** The action without its version: `actions/cache`. */
  readonly action: string | undefined;
  readonly sites: readonly CommandSite[];
}

/** The step lists of a workflow's jobs, or of a composite action. */
export function stepLists(file: SourceFile, { root }: YamlDocument): readonly (readonly Step[])[] {
  const jobs = child(root, 'jobs');
  const owners = [child(root, 'runs'), ...(jobs?.kind === 'mapping' ? jobs.entries.map(({ value }) => value) : [])];
  return owners.flatMap((owner) => {
    const list = owner === undefined ? undefined : child(owner, 'steps');
    if (list?.kind !== 'sequence') return [];
    return [list.items.flatMap(({ value }): Step[] => (value.kind === 'mapping' ? [stepOf(file, value)] : []))];
  });
}

function stepOf(file: SourceFile, node: YamlMapping): Step {
  const run = child(node, 'run');
  return {
    path: node.path,
    node,
    action: scalar(node, 'uses')?.text.replace(/@.*$/s, '').toLowerCase(),
    sites: run ? commandSitesIn(file).filter(({ span }) => run.span.start <= span.start && span.end <= run.span.end) : [],
  };
}

/** Commands of uv in some steps, in their order. */
export function uvCalls(steps: readonly Step[]): readonly CommandSite[] {
  return steps.flatMap(({ sites }) => [...sites].sort((a, b) => a.span.start - b.span.start)).filter(({ words }) => callsUv(words));
}

/** The value under a name. */
export function child(node: YamlNode, name: string): YamlNode | undefined {
  return node.kind === 'mapping' ? entriesNamed(node, name).at(-1)?.value : undefined;
}

/** The scalar under some names. */
export function scalar(node: YamlNode, ...names: readonly string[]): YamlScalar | undefined {
  const found = names.reduce<YamlNode | undefined>((at, name) => at && child(at, name), node);
  return found?.kind === 'scalar' ? found : undefined;
}

/** Edits of several outcomes, or the first that was refused. */
export function together(...outcomes: readonly YamlOutcome[]): readonly Edit[] | { readonly problem: string } {
  const edits: Edit[] = [];
  for (const one of outcomes) {
    if (isYamlRefusal(one)) return { problem: one.refused };
    edits.push(...one.edits);
  }
  return edits;
}
