import type { AppModel } from '../../backend/fastapi/index.ts';
import { projectOf } from '../../backend/roles.ts';
import { servedApps } from '../../backend/served-apps.ts';
import { serviceRootOf } from '../../backend/service-root.ts';
import type { RepositoryView } from '../../codemod/view.ts';
import type { Module } from '../../python/project/module.ts';

/** An application as an interpreter can make it. */
export interface Entry {
  /** The folder of its project, in which it is started. */
  readonly project: string;
  /** Folders for `sys.path`, the first one first. */
  readonly roots: readonly string[];
  readonly module: string;
  /** A variable, or a function to call without arguments. */
  readonly name: string;
}

/** The applications of a repository's services, one for each project; a full sentence for a project whose application cannot be told. */
export function entriesOf(view: RepositoryView): readonly (Entry | { readonly project: string; readonly problem: string })[] {
  const apps = view.backend.apps.filter(({ role }) => role === 'service');
  const projects = [...new Set(apps.map(({ module }) => projectOf(view.repo, module.path)))].sort();
  return projects.map((project) => {
    const root = serviceRootOf(view, project);
    if (root.kind === 'unknown') return { project, problem: root.because };
    const served = servedApps(view.repo, view.python).find(({ module }) => projectOf(view.repo, module.path) === project);
    const own = apps.filter(({ module }) => module === root.entry);
    const place = served ?? placeOf(own, view, root.importRoot);
    if (!place) return { project, problem: 'Nothing shows how the application is imported and made.' };
    const dotted = view.python.layout.dottedName(place.module, place.root);
    if (dotted === undefined) return { project, problem: `Nothing shows how \`${place.module.path}\` is imported.` };
    return { project, roots: [...new Set([place.root, project])], module: dotted, name: place.name };
  });
}

/** The application of the entry module: its variable, a variable that holds what its factory makes, or the factory itself. */
function placeOf(own: readonly AppModel[], { python }: RepositoryView, importRoot: string | undefined): { readonly module: Module; readonly root: string; readonly name: string } | undefined {
  for (const { module, variable, factory } of own) {
    const root = importRoot ?? python.layout.rootsFor(module)[0];
    if (root === undefined) continue;
    if (factory === undefined) {
      if (variable !== undefined) return { module, root, name: variable };
      continue;
    }
    const name = factory.children.find(({ type }) => type === 'identifier')?.text;
    if (name === undefined) continue;
    for (const call of python.callsTo({ defined: { module, name } })) {
      const target = call.node.parent?.type === 'assignment' && call.inFunction === undefined ? call.node.parent.children[0] : undefined;
      const outer = importRoot ?? python.layout.rootsFor(call.module)[0];
      if (target?.type === 'identifier' && outer !== undefined) return { module: call.module, root: outer, name: target.text };
    }
    return { module, root, name };
  }
  return undefined;
}
