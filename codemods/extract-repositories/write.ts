import {
  lineEnd, insertion, moduleName, newFileText, newInits, refuse, unusedAfter, withLineEnding, type Editor, type Module, type NewImport, type PyNode, type RepoPath, type RepositoryView, type ServiceTarget, type Task,
} from '#pystd';
import { piecesOf } from './find/unit.ts';
import type { Options } from './options.ts';
import type { NewFile, Rendered } from './render.ts';
import { callEdits } from './text/call.ts';
import { spareLocalImports } from './text/local-imports.ts';

/** Puts everything in place that the handlers of one module ask for, and turns them to it. @throws Refusal where a person has to do it */
export function writeRouter(router: Module, rendered: Rendered, target: ServiceTarget, edit: Editor, task: Task<Options>): void {
  const { style } = rendered;
  const methods = rendered.methods.filter(({ uses }) => uses.some(({ unit }) => unit.handler.module === router));
  const homes = new Map(methods.map(({ home }) => [`${home.path}:${home.name}`, home]));
  const files = filesFor([...homes.values()].map(({ path }) => path), rendered);
  for (const init of new Set(files.flatMap(({ path }) => newInits(task, path, target.root.folder)))) edit.create(init, '');
  for (const { path, text } of files) edit.create(path, newFileText(text, style));
  for (const { module, additions, imports } of rendered.continued.filter(({ module: { path } }) => [...homes.values()].some((home) => home.path === path))) {
    edit.rework(module, { edits: additions.map(({ node, text }) => appended(module, node, text)), imports });
  }
  const drafts = methods.flatMap((method) => method.uses.filter(({ unit }) => unit.handler.module === router).map((draft) => ({ method, draft })));
  const width = style.width(router.path);
  const edits = drafts.flatMap(({ method, draft }) => callEdits(method, draft, width)).map((one) => ({ ...one, text: withLineEnding(one.text, endingOf(router)) }));
  // Objects that are handed to the session stay in the handler.
  const gone = drafts.flatMap(({ method, draft }) => (method.object === undefined ? piecesOf(draft.unit) : []));
  const imported = new Set(drafts.flatMap(({ draft }) => draft.outer.map(({ name }) => name)));
  const kept = drafts.flatMap(({ draft }) => draft.args.map(({ text }) => text));
  const texts = [...edits.map(({ text }) => text.replace(/\.\s*\w+/g, '')), ...kept];
  const inside = spareLocalImports(router, gone, texts);
  edit.rework(router, {
    edits: [...edits, ...inside.edits],
    removes: inside.removes,
    spares: unusedAfter(task, router, gone, texts, (name) => imported.has(name)),
    imports: [...homes.values()].map(({ name, path }): NewImport => ({ module: dotted(task, path, router), name, section: 'own' })),
  });
}

/** The new modules that a router needs, the base class with them. */
function filesFor(paths: readonly RepoPath[], { files }: Rendered): readonly NewFile[] {
  const own = files.filter(({ path }) => paths.includes(path));
  const base = own.some(({ hasBase }) => hasBase) ? files.filter(({ isBase }) => isBase) : [];
  return [...base, ...own];
}

/** Methods behind the last one of a class. */
function appended({ text }: Module, definition: PyNode, methods: string): ReturnType<typeof insertion> {
  const end = lineEnd(text, definition.end - 1);
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  return insertion(end, withLineEnding(`${text[end - 1] === '\n' ? '\n' : '\n\n'}${methods}`, ending));
}

function endingOf({ text }: Module): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function dotted(view: RepositoryView, path: RepoPath, from: Module): string {
  const spelled = moduleName(view, { path, isPackage: false }, from.path, from);
  return 'refused' in spelled ? refuse(spelled.refused) : spelled.dotted;
}
