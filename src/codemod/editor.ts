import { spelledField, type SettingsObject } from '../backend/settings.ts';
import { setKeywords, type Keyword } from '../python/edit/arguments.ts';
import { addField, type Field } from '../python/edit/class-fields.ts';
import { isIdentifier } from '../python/names/index.ts';
import type { Module, Named } from '../python/project/module.ts';
import type { Call } from '../python/project/search.ts';
import type { PyNode, PyTree } from '../python/syntax/node.ts';
import type { ChangeSet, FileChange } from '../repo/changes.ts';
import type { RepoPath } from '../repo/path.ts';
import { foldersOf } from '../repo/snapshot.ts';
import { sameEdit, type Edit } from '../text/edit.ts';
import { besideInsertions } from './beside-insertions.ts';
import { importEdits, type OuterName } from './import-edits.ts';
import { nameFor, type ImportPlace } from './name-for.ts';
import { pythonEditor, type PythonEditor } from './python-editor.ts';
import { orRefuse, Refusal } from './refusal.ts';
import { Removals } from './removals.ts';
import { reworkEdits, type Rework } from './rework.ts';
import type { RepositoryView } from './view.ts';

/** The ways to change a repository. Every operation that cannot be done safely refuses, and with it the whole change. */
export interface Editor extends PythonEditor {
  /** How `what` is spelled at a place; imports it there when no name for it is in sight. */
  nameOf(what: Named, module: Module, at: PyNode, about?: ImportPlace): string;
  /** Imports names from outside the repository (`from pydantic import Field`), all of a module at once, above the offset of their first use. */
  addImports(module: Module, names: readonly OuterName[], usedAt: number): void;
  /** Everything that happens to a module when code leaves it or comes to it, imports included. Nothing else of the change may touch the module. */
  rework(module: Module, rework: Rework): void;
  /** Sets keyword arguments, in this order where they are new. */
  setKeywords(call: Call, keywords: readonly Keyword[]): void;
  /** Makes sure a settings object has a field; gives its name as the class spells it. */
  ensureField(settings: SettingsObject, field: Field): string;
  /** Edits of a text file; the escape hatch, still inside a change. */
  edit(path: RepoPath, edits: readonly Edit[]): void;
  create(path: RepoPath, text: string): void;
  delete(path: RepoPath): void;
  /** Gives a file another place. Edits of it are those of the text as it stands, under its old path, and go with it. */
  move(from: RepoPath, to: RepoPath): void;
}

/**
 * The changes an author's function makes. `parse` reads the code it writes.
 * @throws Refusal when a change cannot be made safely; Error when the author's code does not parse.
 */
export function recordChanges(view: RepositoryView, parse: (code: string) => PyTree, author: (editor: Editor) => void): ChangeSet {
  const changes: FileChange[] = [];
  const moves = new Map<RepoPath, RepoPath>();
  const edits = new Map<RepoPath, Edit[]>();
  const refuseTaken = (path: RepoPath): void => {
    const { files, opaque } = view.repo;
    if (files.has(path) || opaque.has(path)) refuse(`\`${path}\` exists already.`);
    if (foldersOf(view.repo).has(path)) refuse(`\`${path}\` is a folder.`);
  };
  const addEdits = (path: RepoPath, more: readonly Edit[]): void => {
    const text = view.repo.files.get(path)?.text ?? refuse(`There is no text file \`${path}\`.`);
    const list = edits.get(path) ?? [];
    for (const edit of more) {
      const changesNothing = text.slice(edit.span.start, edit.span.end) === edit.text;
      if (!changesNothing && !list.some((other) => sameEdit(other, edit))) list.push(edit);
    }
    if (list.length > 0) edits.set(path, list);
  };
  const removals = new Removals();
  author({
    ...pythonEditor(parse, addEdits, removals),
    nameOf(what, module, at, about) {
      const { spelled, edits: more } = nameFor(view, what, module, at, about);
      addEdits(module.path, more);
      return spelled;
    },
    addImports: (module, names, usedAt) => addEdits(module.path, importEdits(view, parse, module, names, usedAt)),
    rework: (module, rework) => addEdits(module.path, reworkEdits(view, parse, module, rework)),
    setKeywords(call, keywords) {
      removals.noteSet(call);
      addEdits(call.module.path, orRefuse(setKeywords(call.node, keywords, view.backend.projects.lineWidth(call.module.path))));
    },
    ensureField(settings, field) {
      const { definition, fields } = settings;
      const name = spelledField(settings, field.name);
      if (!isIdentifier(name)) refuse(`\`${name}\` cannot be the name of a field.`);
      const there = fields.findLast((other) => other.name === name);
      if (there && there.annotation !== field.annotation) refuse(`\`${definition.name}.${name}\` exists and is not declared \`${field.annotation}\`.`);
      if (!there) addEdits(definition.module.path, orRefuse(addField(definition.node, { ...field, name })));
      return name;
    },
    edit: addEdits,
    create(path, text) {
      refuseTaken(path);
      changes.push({ kind: 'create', path, text });
    },
    delete: (path) => void changes.push({ kind: 'delete', path }),
    move(from, to) {
      if (!view.repo.files.has(from)) refuse(`There is no text file \`${from}\`.`);
      refuseTaken(to);
      moves.set(from, to);
    },
  });
  removals.perform((path, more) => {
    const { deletions, insertions } = besideInsertions(view.repo.files.get(path)?.text ?? '', more, edits.get(path) ?? []);
    if (insertions.length > 0) edits.set(path, [...insertions]);
    addEdits(path, deletions);
  });
  const inPlace = [...edits].filter(([path]) => !moves.has(path));
  return [
    ...inPlace.map(([path, list]): FileChange => ({ kind: 'edit', path, edits: list })),
    ...[...moves].map(([from, path]): FileChange => ({ kind: 'move', from, path, edits: edits.get(from) ?? [] })),
    ...changes,
  ];
}

function refuse(because: string): never {
  throw new Refusal(because);
}
