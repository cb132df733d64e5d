import { isRequirementsName, readRequirementsFile, roleByName, sortFiles, type Producer, type RequirementsSource } from '../../packaging/pip/index.ts';
import { normaliseName } from '../../packaging/requirement/index.ts';
import { isInside, joinPath, type RepoPath } from '../../repo/path.ts';
import type { Snapshot } from '../../repo/snapshot.ts';
import { askedByRequirement, type AskedFor, type RequirementList, type Use } from './lists.ts';

/** Distributions that say of a file nobody knows by its name what it is for. */
const TELLING: ReadonlySet<string> = new Set(['fastapi', 'starlette', 'uvicorn', 'pydantic']);

/** The requirements files of a project: those it has itself, and those its manifest reads. */
export function listsOfFiles(repo: Snapshot, folder: string, read: readonly string[]): readonly RequirementList[] {
  const texts = new Map<string, string>();
  for (const { path, text } of repo.files.values()) {
    const short = isInside(path, folder) ? path.slice(folder === '' ? 0 : folder.length + 1) : undefined;
    if (short !== undefined && (isRequirementsName(short) || read.includes(short))) texts.set(short, text);
  }
  const { sources, compiled, unclear } = sortFiles(texts);
  const list = (short: string, lines: RequirementsSource['lines'], made: RequirementList['made']): RequirementList => {
    const asked = askedIn(lines);
    return { path: joinPath(folder, short), kind: 'requirements', use: useOf(short, asked, read), asked, made };
  };
  const sure = unclear.map(({ path }) => list(path, readRequirementsFile(texts.get(path) ?? ''), undefined));
  const written = [...sources.values()].map(({ path, lines, producer }) => list(path, lines, madeAlone(producer)));
  const outcomes = [...compiled.values()].map(({ path, lines, producer, from }) =>
    list(path, lines, { by: producer?.isStated ? producer.tool : 'pip-compile', command: producer?.command, from: from.map((one) => joinPath(folder, one)) }));
  return [...written, ...sure, ...outcomes].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A file that says itself what wrote it has its source elsewhere: a lock, a manifest, or a list that is not in the repository. */
function madeAlone(producer: Producer | undefined): RequirementList['made'] {
  return producer && (producer.isStated || producer.tool === 'poetry export') ? { by: producer.tool, command: producer.command, from: [] } : undefined;
}

function useOf(short: string, asked: readonly AskedFor[], read: readonly string[]): Use {
  const role = roleByName(short);
  if (role.kind === 'main' || (role.kind === 'unknown' && read.includes(short))) return 'runtime';
  if (role.kind === 'group') return /^(?:prod|production|deploy|deployment|staging)$/.test(role.group) ? 'runtime' : 'development';
  return asked.some(({ name }) => TELLING.has(name)) ? 'runtime' : 'optional';
}

function askedIn(lines: RequirementsSource['lines']): readonly AskedFor[] {
  return lines.flatMap(({ entry }): AskedFor[] => {
    if (entry.kind === 'direct') return entry.name === undefined ? [] : [{ name: normaliseName(entry.name), extras: entry.extras, versions: undefined, written: '', isConditional: entry.marker !== undefined }];
    return entry.kind === 'requirement' ? [askedByRequirement(entry.requirement)] : [];
  });
}

/** Requirements files of a project that cannot be read, in another encoding for example. */
export function unreadableFiles(repo: Snapshot, folder: string): readonly { readonly path: RepoPath; readonly because: string }[] {
  return [...repo.opaque.values()].filter(({ path }) => isInside(path, folder) && isRequirementsName(path.slice(folder === '' ? 0 : folder.length + 1)));
}
