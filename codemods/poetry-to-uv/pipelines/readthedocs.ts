import { callsPoetry, commandSitesIn, isYamlProblem, parseYaml, poetryToUv, type Arg, type CommandSite, type Edit, type FileRewrite } from '#pystd';
import { planFor, type YamlPlan } from './plan.ts';
import { plainTranslation } from './environment.ts';
import { renameComments, replaceInstallers } from './pipelines.ts';
import { startedBy } from '../commands/started.ts';
import { withVariable } from './recipes.ts';
import { staysWhole } from './stays.ts';
import { namesPoetry, type FileKind, type Surroundings } from '../surroundings.ts';

const ENVIRONMENT = 'UV_PROJECT_ENVIRONMENT';
const PROVIDED = '$READTHEDOCS_VIRTUALENV_PATH';

/** Builds of Read the Docs: uv installs into the environment that is provided there, beside what is in it. */
export const readTheDocs: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.?readthedocs\.ya?ml$/.test(path) && namesPoetry(text),
  rewrite: (rewrite, surroundings) => {
    const { file } = rewrite;
    const project = surroundings.projectOf(file.path);
    const read = parseYaml(file.text);
    if ('problem' in project || project.state === 'kept' || isYamlProblem(read)) return;
    if (staysWhole(rewrite, 'build', (site) => plainTranslation(site, surroundings), commandSitesIn(file).some(isOfAsdf))) return;
    const plan = planFor(rewrite);
    replaceInstallers(plan, file, surroundings);
    for (const site of commandSitesIn(file).filter(isOfAsdf)) installByAsdf(plan, site);
    for (const site of commandSitesIn(file)) if (callsPoetry(site.words)) followInstall(plan, rewrite, site, surroundings);
    for (const site of commandSitesIn(file)) if (!callsPoetry(site.words)) followRecipe(plan, site, surroundings);
    renameComments(plan, read.comments);
    plan.finish();
  },
};

/** `asdf plugin add poetry`, `asdf install poetry latest`: the way Read the Docs proposes for tools that it does not know. */
function isOfAsdf({ words: [program, ...rest] }: CommandSite): boolean {
  return program?.value === 'asdf' && rest.some(({ value }) => value === 'poetry');
}

/** uv has a plugin of the same name; a version of Poetry is none of uv. */
function installByAsdf(plan: YamlPlan, site: CommandSite): void {
  const at = site.words.findIndex(({ value }) => value === 'poetry');
  const isVersioned = !/^plugin/.test(site.words[1]?.value ?? '');
  const words = site.words.map((_, index): Arg => (index === at ? 'uv' : isVersioned && index === at + 1 ? 'latest' : index));
  plan.change(site.span, 'Poetry is installed by asdf here: uv takes its place.', [site.replace([words])]);
}

/** `poetry install` knows the environment by `VIRTUAL_ENV`, uv by a variable of its own. It must not take away what the builder put there. */
function followInstall(plan: YamlPlan, rewrite: FileRewrite, site: CommandSite, { projectOf }: Surroundings): void {
  const project = projectOf(site.path);
  if ('problem' in project || plan.isRewritten(site.span) || rewrite.isSpokenOf(site.span)) return;
  const translation = poetryToUv(site.words, project, site.setting);
  if (translation.kind !== 'commands' || translation.commands.some((command) => !isSync(command)) || site.assignments.some(({ raw }) => raw.startsWith(`${ENVIRONMENT}=`))) return;
  const given = site.assignments.find(({ raw }) => raw.startsWith('VIRTUAL_ENV='));
  const environment: Edit = given
    ? { span: given.span, text: given.raw.replace('VIRTUAL_ENV', ENVIRONMENT) }
    : { span: { start: site.words[0]?.span.start ?? site.span.start, end: site.words[0]?.span.start ?? site.span.start }, text: `${ENVIRONMENT}=${PROVIDED} ` };
  const words = translation.commands.map((command) => (command.includes('--inexact') ? command : [...command, '--inexact']));
  const message = ['`poetry install` becomes `uv sync` into the environment that is provided; `--inexact` keeps what is in it.', ...translation.remarks].join(' ');
  plan.change(site.span, message, [[environment], site.replace(words)]);
}

/** `make install`, whose recipe has `poetry install`: it is told of the environment that is provided. */
function followRecipe(plan: YamlPlan, site: CommandSite, surroundings: Surroundings): void {
  const { installs, runs } = startedBy(site, surroundings);
  if ((!installs && !runs) || plan.isRewritten(site.span) || site.assignments.some(({ raw }) => raw.startsWith(`${ENVIRONMENT}=`))) return;
  plan.change(site.span, 'What is started here calls uv, which is told to work in the environment that is provided. `uv sync` takes out of it what is not in the lock.', [withVariable(site, `${ENVIRONMENT}=${PROVIDED}`)]);
}

function isSync(command: readonly Arg[]): boolean {
  return command.includes('sync');
}
