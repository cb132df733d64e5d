import { nameOf, poetryToUv, readDockerfile, rewriteCommands, type Snapshot, type SourceFile } from '#pystd';
import { isDockerfile } from './image-context.ts';
import { namesPoetry, type FileKind } from './surroundings.ts';

/** Shell scripts that images start with: nothing may be installed there behind the user's back, whatever the script is called. */
export const imageScripts: FileKind = {
  concerns: ({ path, text }) => /\.(?:ba)?sh$/.test(path) && namesPoetry(text),
  rewrite(rewrite, { task, projectOf }) {
    if (!startedScripts(task.repo).has(nameOf(rewrite.file.path))) return;
    const project = projectOf(rewrite.file.path);
    if ('problem' in project || project.state === 'kept') return;
    rewriteCommands(rewrite, ({ words, setting }) => (setting !== 'image' && words[0]?.value === 'poetry' ? poetryToUv(words, project, 'image') : undefined));
  },
};

const cache = new WeakMap<Snapshot, ReadonlySet<string>>();

/** The names of the scripts that Dockerfiles and compose files start. */
function startedScripts(repo: Snapshot): ReadonlySet<string> {
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
