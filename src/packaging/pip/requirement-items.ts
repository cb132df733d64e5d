import type { Span } from '../../text/span.ts';
import { isProblem } from '../problem.ts';
import { parseOptionalMarker, type Marker } from '../marker/index.ts';
import { normaliseName, printRequirement, type Requirement } from '../requirement/index.ts';
import type { NewItem } from '../uv/new-project.ts';
import type { Scope, UvSource } from '../uv/sources.ts';
import { directSource, urlSource, type PathFacts } from './direct-source.ts';
import type { PlacedOption } from './file-options.ts';
import type { RequirementsSource } from './source-files.ts';

/** A place in a requirements file. */
export interface FilePlace {
  readonly path: string;
  readonly span: Span;
}

/** Something to be said of a line. */
export interface FileRemark {
  readonly kind: 'note' | 'person' | 'refusal';
  readonly at: FilePlace;
  /** A full sentence. */
  readonly message: string;
}

/** One line that asks for something, as it goes on in `pyproject.toml`. */
export type FileEntry = { readonly above: readonly string[]; readonly behind: string | undefined; readonly at: FilePlace } & (
  | { readonly kind: 'requirement'; readonly requirement: Requirement; readonly source: UvSource | undefined }
  | { readonly kind: 'include' | 'constraints'; readonly path: string }
);

/** A requirements file as entries, each with its comments. */
export interface FileEntries {
  readonly path: string;
  readonly entries: readonly FileEntry[];
  readonly below: readonly string[];
  readonly options: readonly PlacedOption<FilePlace>[];
  /** Whether it installs the project itself: `-e .`. */
  readonly installsProject: boolean;
  readonly remarks: readonly FileRemark[];
}

/** Reads the lines of a file that people write. */
export function entriesOf({ path, lines, producer }: RequirementsSource, facts: PathFacts): FileEntries {
  const entries: FileEntry[] = [];
  const options: PlacedOption<FilePlace>[] = [];
  const remarks: FileRemark[] = [];
  let above: string[] = [];
  let installsProject = false;
  const header = producer?.isStated === true ? lines.findIndex(({ entry }) => entry.kind !== 'comment' && entry.kind !== 'blank') : 0;
  for (const [index, { entry, span, comment, variables, content }] of lines.entries()) {
    if (index < header) continue;
    const at: FilePlace = { path, span };
    const refuse = (message: string): void => void remarks.push({ kind: 'refusal', at, message });
    const text = comment && !/^#\s+via\b|^#\s{3,}(?:-r |\S+$)/.test(producer ? comment.text : '#') ? comment.text.trimEnd() : undefined;
    const push = (more: { readonly kind: 'requirement'; readonly requirement: Requirement; readonly source: UvSource | undefined } | { readonly kind: 'include' | 'constraints'; readonly path: string }): void => {
      entries.push({ ...more, above, behind: text, at });
      above = [];
    };
    switch (entry.kind) {
      case 'blank':
        if (above.at(-1) !== '') above.push('');
        break;
      case 'comment':
        if (text !== undefined) above.push(text);
        break;
      case 'unknown':
        refuse(entry.problem);
        break;
      case 'include':
      case 'constraints':
        push({ kind: entry.kind, path: beside(path, entry.path) });
        break;
      case 'option':
        options.push({ name: entry.name, value: entry.value, at });
        // What is said above an option is said of the option.
        above = [...above, ...(text === undefined ? [] : [text])];
        break;
      case 'requirement': {
        if (entry.options.length > 0) refuse(`\`${entry.options[0]?.name ?? ''}\` of a single requirement has no equal in uv.`);
        const { url, name } = entry.requirement;
        const source = url === undefined ? undefined : urlSource(url);
        if (isProblem(source)) refuse(source.problem);
        else push({ kind: 'requirement', requirement: { ...entry.requirement, url: undefined, name }, source });
        break;
      }
      case 'direct': {
        const marker = parseOptionalMarker(entry.marker);
        if (isProblem(marker)) refuse(marker.problem);
        else if (/^\.\/?$/.test(entry.target)) {
          installsProject = true;
          if (entry.extras.length > 0) refuse('Extras of the project itself are asked for here.');
        } else {
          const direct = directSource(entry.target, entry.isEditable, entry.name, facts);
          if (isProblem(direct)) refuse(direct.problem);
          else push({ kind: 'requirement', requirement: { name: direct.name, extras: entry.extras, specifiers: '', url: undefined, marker }, source: direct.source });
        }
      }
    }
    if (variables.length > 0 && entry.kind !== 'option') refuse(`\`${content}\` holds a variable, which \`pyproject.toml\` does not fill in.`);
  }
  return { path, entries, below: trimmed(above), options, installsProject, remarks };
}

/** A requirement with its comments as an element of an array. */
export function itemOf({ above, behind }: FileEntry, requirement: Requirement): NewItem {
  return { value: printRequirement(requirement), above, behind };
}

/** Where a package comes from when it is asked for in some scope. */
export interface SourceUse {
  readonly name: string;
  readonly source: UvSource | undefined;
  readonly marker: Marker | undefined;
  readonly scope: Scope;
}

/** What an entry says about sources. */
export function useOf(requirement: Requirement, source: UvSource | undefined, group: string | undefined): SourceUse {
  return { name: normaliseName(requirement.name), source, marker: requirement.marker, scope: group === undefined ? { kind: 'project' } : { kind: 'group', name: group } };
}

/** pip looks for included files beside the file that includes them. */
function beside(path: string, other: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of other.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function trimmed(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== '');
  return lines.slice(0, last + 1);
}
