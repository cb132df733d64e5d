import { foldersAbove, isYamlProblem, isYamlRefusal, joinPath, nodesIn, parseYaml, removeAt } from '#pystd';
import { beside } from '../projects/manifests.ts';
import type { FileKind } from '../surroundings.ts';

/** Mounts of `poetry.toml`, which goes: where a file to mount is missing, Docker makes a folder of its name. */
export const composeMounts: FileKind = {
  concerns: ({ path, text }) => /\.ya?ml$/.test(path) && text.includes('poetry.toml:'),
  rewrite(rewrite, { projects }) {
    const { path, text } = rewrite.file;
    const read = parseYaml(text);
    if (isYamlProblem(read)) return;
    const going = projects.filter(({ state }) => state === 'poetry').map(({ folder }) => joinPath(folder, 'poetry.toml'));
    // Paths are relative to the first of several compose files, which may lie above.
    const isGoing = (source: string): boolean => foldersAbove(path).some((folder) => going.some((one) => one === beside(folder, source)));
    for (const document of read.documents) {
      for (const { path: place, span, ...node } of nodesIn(document.root)) {
        const source = node.kind === 'scalar' && place.at(-2) === 'volumes' ? /^(\.[^:]*\/poetry\.toml):\//.exec(node.text)?.[1] : undefined;
        if (source === undefined || !isGoing(source)) continue;
        const outcome = removeAt(document, place, 'drop');
        rewrite.change(span, '`poetry.toml` is there no more: Docker would mount a new folder of its name.', isYamlRefusal(outcome) ? { problem: outcome.refused } : outcome.edits);
      }
    }
  },
};
