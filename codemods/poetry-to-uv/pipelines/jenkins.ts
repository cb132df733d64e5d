import { callsPoetry, commandSitesIn, UV_VERSION, type CommandSite, type FileRewrite } from '#pystd';
import { translatorFor } from '../commands/commands.ts';
import type { Surroundings } from '../surroundings.ts';
import { installersIn } from './installers.ts';

/**
 * Pipelines of Jenkins in which nothing installs Poetry have it from their image, or from the machine: nothing there brings uv. Where all stages
 * run in one image, uv is installed before its first command; otherwise the pipeline stays as it is.
 */
export function bringUvToJenkins(rewrite: FileRewrite, surroundings: Surroundings): 'stays' | undefined {
  const { file } = rewrite;
  const sites = commandSitesIn(file);
  const translate = translatorFor(file, surroundings);
  const first = sites.find((site) => callsPoetry(site.words) && isOfUv(translate(site)));
  if (!first || installersIn(file.text, sites).some(({ isOnlyPlugins }) => !isOnlyPlugins) || sites.some(bringsUv)) return undefined;
  const found = translate(first);
  if (found === undefined || found === 'leave' || found.kind !== 'commands') return undefined;
  const edits = isOfOneImage(file.text) ? first.replace([['pip', 'install', `uv==${UV_VERSION}`], ...found.commands]) : undefined;
  if (edits && !('problem' in edits)) {
    rewrite.change(first.span, ['Nothing in this pipeline installs Poetry, so that it comes with the image: uv is installed before its first command.', ...found.remarks].join(' '), edits);
    return undefined;
  }
  rewrite.flag(first.span, 'Nothing in this pipeline installs Poetry, which comes with its images or machines, and nobody knows whether they have uv. So all of it stays with Poetry, which no longer works once the project has moved: it is for a person to change.');
  rewrite.leave({ start: 0, end: file.text.length }, 'This line stays with the rest of its pipeline, which cannot move to uv as a whole.');
  return 'stays';
}

function isOfUv(translation: ReturnType<ReturnType<typeof translatorFor>>): boolean {
  return translation !== undefined && translation !== 'leave' && translation.kind === 'commands';
}

/** Whether a command installs uv, or something of which nobody knows whether it is uv; a pipeline that calls uv has it. */
function bringsUv({ words }: CommandSite): boolean {
  return /^uvx? |\b(?:pip3?|pipx) install .*(?:\buv\b|requirements)|astral\.sh\/uv/.test(`${words.map(({ raw }) => raw).join(' ')} `);
}

/** Whether one agent is named, with an image from a registry: all stages run in the same container then. */
function isOfOneImage(text: string): boolean {
  const code = text.replace(/^\s*\/\/.*$/gm, '');
  return (code.match(/\bagent\b/g) ?? []).length === 1 && (code.match(/\bimage\s+["']/g) ?? []).length === 1 && !/\bdockerfile\b|\bkubernetes\b|\.inside\b|newContainerPerStage/.test(code);
}
