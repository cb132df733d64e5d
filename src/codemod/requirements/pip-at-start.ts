import { commandSitesIn, type CommandSite } from '../../backend/command-sites/index.ts';
import { readDockerfile } from '../../formats/dockerfile/index.ts';
import { callsPip } from '../../packaging/commands/index.ts';
import { nameOf } from '../../repo/path.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import type { RepositoryView } from '../view.ts';

/**
 * Commands of pip that run when an image does: in scripts that its Dockerfile starts, and in services of compose files that are built. Where the
 * environment of the image has no pip, they work on the Python of the system.
 */
export function pipAtStart({ repo, ownershipOf }: RepositoryView, image: SourceFile): readonly CommandSite[] {
  const started = readDockerfile(image.text).instructions.filter(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword)).map(({ span }) => image.text.slice(span.start, span.end)).join('\n');
  const composes = [...repo.files.values()].filter(({ path, text }) => /(?:^|[/._-])compose[^/]*\.ya?ml$/.test(path) && /^\s+build:/m.test(text));
  const commands = [started, ...composes.flatMap(({ text }) => text.match(/^\s*(?:command|entrypoint):.*(?:\n\s*- .*)*/gm) ?? [])].join('\n');
  const isStarted = ({ path, text }: SourceFile): boolean => {
    const name = nameOf(path);
    return (/\.(?:ba)?sh$/.test(name) || text.startsWith('#!')) && commands.split(/[\s"'\[\],;&|()]+/).some((word) => word === name || word.endsWith(`/${name}`));
  };
  const files = [...repo.files.values()].filter((file) => /\bpip3?\b/.test(file.text) && ownershipOf(file.path) === 'own' && (composes.includes(file) || isStarted(file)));
  return files.flatMap((file) => commandSitesIn(file).filter(({ words }) => callsPip(words) && isBare(words.map(({ value, raw }) => value ?? raw).join(' '))));
}

/** Whether the pip, or the Python with it, is the first on `PATH`. */
function isBare(command: string): boolean {
  return /^(?:pip3?|python3? -m pip) /.test(command);
}
