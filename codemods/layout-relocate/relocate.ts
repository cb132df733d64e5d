import { hiddenBy, planRelocation, topOf, type RepoPath, type Relocation, type Task } from '#pystd';
import { featureWishes, isByFeature, isPartOfFeature } from './features.ts';
import { layeredWishes, type Wish } from './layered.ts';
import { RULES, WORDS, type Options } from './options.ts';
import { servicesIn, type Service } from './service.ts';

/** Moves the modules of each service, all of a service as one change that each of its findings shares. */
export function relocate(task: Task<Options>): void {
  for (const service of servicesIn(task)) {
    if ('because' in service) task.flag(topOf(service.module.path), `Which modules the service has cannot be told. ${service.because}`);
    else relocateService(task, service);
  }
}

type Move = Extract<Wish, { readonly to: RepoPath }>;

function relocateService(task: Task<Options>, service: Service): void {
  const wishes = wishesFor(task, service).filter(({ kind }) => task.wants(RULES[kind]));
  const moves = new Map<RepoPath, RepoPath>();
  const stay = (wish: Wish, because: string): void => task.flag(topOf(wish.module.path), `\`${wish.module.path}\` holds ${WORDS[wish.kind]}${placeOf(wish)}. It stays: ${because}`, { rule: RULES[wish.kind] });
  const wanted = wishes.filter((wish): wish is Move => 'to' in wish);
  for (const wish of wishes) {
    const because = 'because' in wish ? wish.because : isSuppressed(wish.module.text) ? 'A comment says so.' : obstacle(wish, wanted, task);
    if (because !== undefined) stay(wish, because);
    else if ('to' in wish) moves.set(wish.module.path, wish.to);
  }
  if (moves.size === 0) return;
  const relocation = planRelocation(task, moves, service);
  for (const wish of wanted) {
    const because = relocation.kept.get(wish.module.path);
    if (because !== undefined) stay(wish, because);
    const to = relocation.moves.to.get(wish.module.path);
    if (to === undefined) continue;
    task.change(topOf(wish.module.path), `\`${wish.module.path}\` holds ${WORDS[wish.kind]}: it moves to \`${to}\`.`, relocation.apply, { rule: RULES[wish.kind] });
  }
  if (relocation.moves.to.size > 0) remark(task, relocation);
}

function wishesFor(task: Task<Options>, service: Service): readonly Wish[] {
  const layered = layeredWishes(task, service, task.options);
  if (!isByFeature(task.options)) return layered;
  return [...layered.filter(({ kind }) => !isPartOfFeature(kind)), ...featureWishes(task, service, task.options)];
}

function placeOf(wish: Wish): string {
  return 'to' in wish ? `, which the standard has in \`${wish.to}\`` : '';
}

/** A comment that wants the file left alone: the finding is made all the same, and is silent. */
function isSuppressed(text: string): boolean {
  return /#\s*pystd:\s*ignore-file\[[^\]]*(?:layout-relocate|structure\/)/.test(text);
}

/** What is in the way at the new place itself. */
function obstacle({ module, to }: Move, all: readonly Move[], { repo }: Task<Options>): string | undefined {
  const others = all.filter((other) => other.to === to && other.module !== module);
  if (others.length > 0) return `${others.map((other) => `\`${other.module.path}\``).join(' and ')} would have the same place, \`${to}\`.`;
  if (repo.files.has(to) || repo.opaque.has(to)) return `\`${to}\` is there already.`;
  return hiddenBy(repo, to) ? `Git ignores \`${to}\`.` : undefined;
}

/** What the reviewer should know of a patch. */
function remark(task: Task<Options>, { stale, moves }: Relocation): void {
  for (const { path, mentions } of stale) {
    const names = [...new Set(mentions.map(({ text }) => `\`${text}\``))];
    task.note(`\`${path}\` names ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and others' : ''} in its prose, by the old place.`);
  }
  const loggers = [...moves.to.keys()].filter((path) => /\bget_?[lL]ogger\(\s*__name__\s*\)/.test(task.repo.files.get(path)?.text ?? ''));
  if (loggers.length > 0) task.note(`Loggers that are called by \`__name__\` change their names with ${loggers.length === 1 ? 'their module' : 'their modules'}: ${loggers.map((path) => `\`${path}\``).join(', ')}.`);
  if ([...task.repo.files.values()].some(({ path, text }) => path.endsWith('.py') && /^\s*(?:import|from) (?:pickle|dill|joblib|shelve)\b/m.test(text))) task.note('Objects that were pickled before name their classes by the old modules and would not be read any more.');
  task.note('Imports keep their places: sort them where a linter asks for an order.');
}
