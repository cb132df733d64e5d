import { commandSitesIn, isIniProblem, isYamlProblem, nameOf, nodesIn, parseIni, parseYaml, readJustfile, readMakefile, type CommandSite, type SourceFile, type Span, type Translation } from '#pystd';
import { jobsIn } from '../pipelines/jobs.ts';
import { NO_SYNC, NO_SYNC_AFTER_PIP, unsynced } from '../workflows/jobs.ts';

const known = new WeakMap<SourceFile, readonly Span[]>();

/**
 * What a command of a recipe, a task or an environment of tox becomes by what runs before it there: `uv run` makes the environment what the
 * lock says first, and would take out again what was installed besides.
 */
export function afterOthers(site: CommandSite, file: SourceFile, found: Translation, translate: (other: CommandSite) => Translation | 'leave' | undefined): Translation {
  if (!isCalled(site, found, 'run') || found.kind !== 'commands' || found.commands.some((command) => command.includes('--no-sync'))) return found;
  const recipe = recipeOf(site, file);
  if (!recipe) return found;
  let remark: string | undefined;
  for (const other of commandSitesIn(file).filter(({ span }) => recipe.start <= span.start && span.end <= site.span.start)) {
    const translation = translate(other);
    if (isPipOfUv(other)) remark = NO_SYNC_AFTER_PIP;
    if (translation === undefined || translation === 'leave') continue;
    if (isCalled(other, translation, 'sync')) remark = isReduced(translation) ? NO_SYNC : undefined;
    if (isCalled(other, translation, 'pip') && isCalled(other, translation, /^(?:un)?install$/)) remark = NO_SYNC_AFTER_PIP;
  }
  return remark === undefined ? found : { ...found, commands: found.commands.map((command) => unsynced(site, command)), remarks: [...found.remarks, remark] };
}

/** Whether a translation calls a command of uv, by its name or by a variable that holds it. */
function isCalled({ words }: CommandSite, translation: Translation, name: string | RegExp): boolean {
  if (translation.kind !== 'commands') return false;
  return translation.commands.some((command) => {
    const said = command.slice(0, 4).map((arg) => (typeof arg === 'string' ? arg : typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text));
    const own = said[1] === '--directory' || said[1] === '--project' ? command.slice(3, 5).map(String) : said.slice(1, 3);
    return typeof name === 'string' ? own[0] === name : name.test(own[1] ?? '');
  });
}

/** Whether default groups are left out. */
function isReduced(translation: Translation): boolean {
  return translation.kind === 'commands' && translation.commands.some((command) => command.some((arg) => typeof arg === 'string' && /^--(?:no-default-groups|no-group|only-group)$/.test(arg)));
}

function isPipOfUv({ words }: CommandSite): boolean {
  return /^uv pip (?:un)?install\b/.test(words.map(({ raw }) => raw).join(' '));
}

function recipeOf({ span }: CommandSite, file: SourceFile): Span | undefined {
  return recipesIn(file).find(({ start, end }) => start <= span.start && span.end <= end);
}

/** The line of a recipe that a command stands in, with what continues it: each line has a shell of its own. */
export function recipeLineOf({ span }: CommandSite, { path, text }: SourceFile): Span | undefined {
  const name = nameOf(path);
  const read = /^(?:GNU)?makefile|\.mk$/i.test(name) ? readMakefile(text) : /^\.?justfile$|\.just$/i.test(name) ? readJustfile(text) : undefined;
  return read?.rules.flatMap(({ recipe }) => recipe.map((line) => line.span)).find(({ start, end }) => start <= span.start && span.end <= end);
}

/** The commands that a command shares what Poetry is told with: those of its recipe, of its job, or of its script. */
export function companionsOf(site: CommandSite, file: SourceFile): readonly CommandSite[] {
  const recipe = recipeOf(site, file);
  if (recipe) return commandSitesIn(file).filter(({ span }) => recipe.start <= span.start && span.end <= recipe.end);
  return recipesIn(file).length > 0 ? [] : (jobsIn(file).find((job) => job.includes(site)) ?? []);
}

/** The stretches of a file whose commands run one after the other in the same environment. */
function recipesIn(file: SourceFile): readonly Span[] {
  const spans = known.get(file) ?? readRecipes(file);
  known.set(file, spans);
  return spans;
}

function readRecipes({ path, text }: SourceFile): readonly Span[] {
  const name = nameOf(path);
  if (/^(?:GNU)?makefile|\.mk$/i.test(name)) return recipesOf(readMakefile(text));
  if (/^\.?justfile$|\.just$/i.test(name)) return recipesOf(readJustfile(text));
  if (/^taskfile[^/]*\.ya?ml$/i.test(name)) {
    const read = parseYaml(text);
    return isYamlProblem(read) ? [] : read.documents.flatMap(({ root }) => nodesIn(root).flatMap(({ path: keys, span }) => (keys.at(-1) === 'cmds' ? [span] : [])));
  }
  if (name !== 'tox.ini' && name !== 'setup.cfg') return [];
  const read = parseIni(text);
  return isIniProblem(read) ? [] : read.sections.flatMap(({ options }) => around(options.filter((option) => /^commands(?:_pre|_post)?$/.test(option.name)).map(({ span }) => span)));
}

function recipesOf({ rules }: ReturnType<typeof readMakefile>): readonly Span[] {
  return rules.flatMap(({ recipe }) => around(recipe.map(({ span }) => span)));
}

/** From the first of several stretches to the last. */
function around(spans: readonly Span[]): readonly Span[] {
  const [first] = spans;
  return first ? [{ start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) }] : [];
}
