import { nameOf, poetryToUv, readDockerfile, rewriteCommands, type Snapshot, type SourceFile, type Translation } from '#pystd';
import { isDockerfile } from './context.ts';
import { whyInKeptImage } from './kept-images.ts';
import { namesPoetry, type FileKind } from '../surroundings.ts';

/** Shell scripts that images start with: nothing may be installed there behind the user's back, whatever the script is called. */
export const imageScripts: FileKind = {
  concerns: ({ path, text }) => /\.(?:ba)?sh$/.test(path) && namesPoetry(text),
  rewrite(rewrite, surroundings) {
    const { task, projectOf } = surroundings;
    if (!startedScripts(task.repo).has(nameOf(rewrite.file.path))) return;
    const project = projectOf(rewrite.file.path);
    if ('problem' in project || project.state === 'kept') return;
    const activated = /^[ \t]*(?:\.|source)[ \t]+\S+\/bin\/activate\b/m.exec(rewrite.file.text)?.index ?? Infinity;
    rewriteCommands(rewrite, (site) => {
      const { words, setting, span } = site;
      const isActive = span.start > activated;
      if ((setting === 'image' && !isActive) || words[0]?.value !== 'poetry') return undefined;
      const inImage = whyInKeptImage(site, surroundings);
      if (inImage !== undefined) return { kind: 'unknown', because: inImage };
      const translation = poetryToUv(words, project, 'image');
      return isActive ? inActive(translation) : translation;
    });
  },
};

/** Poetry works in the environment that is active; uv has to be told. */
function inActive(translation: Translation): Translation {
  if (translation.kind !== 'commands') return translation;
  const commands = translation.commands.map((command) => {
    const at = command.findIndex((arg) => arg === 'sync' || arg === '--no-sync') + 1;
    return at === 0 ? command : [...command.slice(0, at), '--active', ...command.slice(at)];
  });
  return { ...translation, commands };
}

const cache = new WeakMap<Snapshot, ReadonlySet<string>>();

/** The names of the scripts that Dockerfiles and compose files start. */
export function startedScripts(repo: Snapshot): ReadonlySet<string> {
  const known = cache.get(repo) ?? new Set([...repo.files.values()].flatMap(scriptsStartedBy));
  cache.set(repo, known);
  return known;
}

function scriptsStartedBy(file: SourceFile): readonly string[] {
  const lines = isDockerfile(file)
    ? readDockerfile(file.text).instructions.filter(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)).map(({ span }) => file.text.slice(span.start, span.end))
    : /compose[^/]*\.ya?ml$/.test(file.path) ? (file.text.match(/^\s*(?:command|entrypoint):.*(?:\n\s*- .*)*/gm) ?? []) : [];
  return lines.flatMap((line) => line.match(/[\w.-]+\.(?:ba)?sh(?![\w.])/g) ?? []);
}
