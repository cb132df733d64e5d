import { callsPoetry, commandSitesIn, isYamlProblem, nodesIn, parseYaml, poetryToUv, removeAt, type SourceFile, type YamlDocument, type YamlScalar } from '#pystd';
import { hookReposOf, namesOf, type Hook } from './read.ts';
import { hookRepoToUv, isPoetryRepo } from './repo.ts';
import { labelInUv } from '../pipelines/labels.ts';
import { hasTwin } from '../pipelines/locks.ts';
import { planFor, type YamlPlan } from '../pipelines/plan.ts';
import { renameComments } from '../pipelines/pipelines.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

/** pre-commit's hooks of Poetry become those of uv; patterns that name the lock file follow. */
export const hooks: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.pre-commit-config\.ya?ml$/.test(path) && namesPoetry(text),
  rewrite: (rewrite, surroundings) => {
    const { file } = rewrite;
    const read = parseYaml(file.text);
    const project = surroundings.projectOf(file.path);
    if ('problem' in project || project.state === 'kept' || isYamlProblem(read)) return;
    const plan = planFor(rewrite);
    for (const document of read.documents) {
      const repos = hookReposOf(document);
      const own = repos.filter(isPoetryRepo);
      const staying = own.filter((repo, index) => hookRepoToUv({ plan, document, repo, isFirst: index === 0, others: repos.filter((one) => one !== repo), surroundings }) === 'stays');
      const isOfStaying = ({ span }: YamlScalar): boolean => staying.some(({ item }) => item.span.start <= span.start && span.end <= item.span.end);
      for (const node of nodesIn(document.root)) if (node.kind === 'scalar' && !isOfStaying(node)) followPattern(plan, document, node);
      for (const name of repos.filter(({ url }) => url === 'local').flatMap((repo) => namesOf(repo, (hook) => isUvs(hook, file, surroundings)))) followName(plan, document, name);
    }
    renameComments(plan, read.comments);
    plan.finish();
  },
};

/** `exclude`, `files` and `args` that name the lock file, as a path or a pattern. */
function followPattern(plan: YamlPlan, document: YamlDocument, node: YamlScalar): void {
  const names = node.path.filter((step) => typeof step === 'string');
  if (!names.some((name) => /^(?:exclude|files|args)$/.test(name)) || plan.isRewritten(node.span)) return;
  const old = document.file.text.slice(node.span.start, node.span.end);
  const now = old.replace(/(?<![\w-])poetry(\\{0,2}\.|\[\.\]|\.)lock(?!\w)/g, 'uv$1lock');
  if (now !== old) plan.change(node.span, '`poetry.lock` becomes `uv.lock`.', [hasTwin(document, node) ? removeAt(document, node.path, 'refuse') : [{ span: node.span, text: now }]]);
}

/** Whether what a local hook runs becomes a command of uv. */
function isUvs({ item }: Hook, file: SourceFile, { projectOf }: Surroundings): boolean {
  const project = projectOf(file.path);
  const sites = commandSitesIn(file).filter(({ span, words }) => item.span.start <= span.start && span.end <= item.span.end && callsPoetry(words));
  return !('problem' in project) && sites.every(({ words, setting }) => poetryToUv(words, project, setting).kind === 'commands');
}

/** What a local hook is called. */
function followName(plan: YamlPlan, document: YamlDocument, { span }: YamlScalar): void {
  const old = document.file.text.slice(span.start, span.end);
  const now = labelInUv(old);
  if (now !== old && !plan.isRewritten(span)) plan.change(span, 'What the hook is called follows what it runs.', [[{ span, text: now }]]);
}
