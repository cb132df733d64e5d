import { isRequirementsName, producerOf, readRequirementsFile, type RepoPath, type RepositoryView } from '#pystd';

/** What a requirements file beside a project is. */
export interface Output {
  /** Whether it is surely made of the project. */
  readonly isMade: boolean;
  /** The program that makes it, or why that is not sure. */
  readonly because: string;
}

/** Judges a requirements file beside a project that somebody manages; `undefined` for one that there is nothing to say about. */
export function outputOf({ repo }: RepositoryView, folder: string, path: RepoPath): Output | undefined {
  const text = repo.files.get(path)?.text;
  const short = folder === '' ? path : path.slice(folder.length + 1);
  if (text === undefined || !isRequirementsName(short)) return undefined;
  const lines = readRequirementsFile(text);
  const producer = producerOf(lines);
  const command = producer?.command ?? '';
  const ofProject = producer?.tool === 'uv export' || producer?.tool === 'poetry export' || producer?.tool === 'pdm export' || /\bpyproject\.toml\b/.test(command);
  if (ofProject) return { isMade: true, because: producer?.command ?? producer?.tool ?? '' };
  const exported = exportedBy(repo, short);
  if (exported !== undefined && lines.every(({ entry }) => !['unknown', 'include'].includes(entry.kind))) return { isMade: true, because: exported };
  return { isMade: false, because: producer ? `it looks like the output of \`${producer.tool}\`` : 'it is written by hand' };
}

/** The command of the repository that writes the file, whatever its header says. */
function exportedBy(repo: RepositoryView['repo'], short: string): string | undefined {
  const escaped = short.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?:uv|poetry)\\s+export\\b[^\\n]*(?:-o|--output(?:-file)?|>)[ =]*(?:\\S*/)?${escaped}(?![\\w.])`);
  for (const { text } of repo.files.values()) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found.replace(/\s+/g, ' ');
  }
  return undefined;
}
