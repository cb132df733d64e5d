import { callsPoetry, commandSitesIn, type CommandSite, type SourceFile, type Translation } from '#pystd';
import { POETRY, type Surroundings } from '../surroundings.ts';
import { isInline, paragraphAt, purposeOf } from './texts.ts';

/** A command line of a text for people, where what stands around it decides what it may become. */
export function inTexts(site: CommandSite, surroundings: Surroundings, translation: Translation, translate: (other: CommandSite) => Translation): Translation {
  const file = site.setting === 'docs' ? surroundings.task.repo.files.get(site.path) : undefined;
  if (!file || translation.kind === 'unknown') return translation;
  const others = commandSitesIn(file, POETRY).filter(({ words }) => callsPoetry(words));
  const torn = tornSentence(site, file, others, (other) => purposeOf(other, surroundings) === 'left' || translate(other).kind !== 'commands');
  if (torn !== undefined) return { kind: 'unknown', because: `The sentence also names \`${torn}\`, which stays.` };
  return isActivation(site) && isBeforeInstall(site, file, others) ? activated(site, translation) : translation;
}

/** A command in the same sentence that stays: half of a sentence in uv's words would say something that is not so. */
function tornSentence(site: CommandSite, { text }: SourceFile, others: readonly CommandSite[], stays: (other: CommandSite) => boolean): string | undefined {
  if (!isInline(site, text)) return undefined;
  const { start, end } = paragraphAt(text, site.span.start);
  const left = others.find((other) => other !== site && other.span.start >= start && other.span.end <= end && isInline(other, text) && stays(other));
  return left?.words.map(({ raw }) => raw).join(' ');
}

/** `poetry shell`, `poetry env activate`: both make the environment where there is none. */
function isActivation({ words }: CommandSite): boolean {
  return words[1]?.value === 'shell' || (words[1]?.value === 'env' && words[2]?.value === 'activate');
}

/** Whether nothing has made an environment yet: the next command of the same block does, or none before. */
function isBeforeInstall(site: CommandSite, { text }: SourceFile, others: readonly CommandSite[]): boolean {
  const installs = others.filter(({ words }) => /^(?:install|sync|add|update)$/.test(words[1]?.value ?? ''));
  const next = installs.find(({ span }) => span.start > site.span.end);
  const previous = installs.filter(({ span }) => span.end < site.span.start).at(-1);
  const isSameBlock = (from: number, to: number): boolean => !/\n[ \t]*(?:`{3}|~{3})|\n#/.test(text.slice(from, to));
  if (previous && isSameBlock(previous.span.end, site.span.start)) return false;
  if (next && isSameBlock(site.span.end, next.span.start) && !isInline(site, text)) return true;
  const { start, end } = paragraphAt(text, site.span.start);
  return previous === undefined && (next !== undefined || /\bcreat/i.test(text.slice(start, end)));
}

function activated({ substitution }: CommandSite, translation: Translation): Translation {
  if (substitution || translation.kind !== 'commands' || translation.prints !== undefined) return { kind: 'unknown', because: '`.venv` is not there before `uv sync` or `uv venv`.' };
  return { ...translation, commands: [['uv', 'venv'], ...translation.commands] };
}
