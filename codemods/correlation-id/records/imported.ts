import { moduleName, nameOf, refuse, type Editor, type LoggingSetup, type Module, type RepositoryView } from '#pystd';

/** Imports a name of the middleware's module where logging is set up. @throws Refusal where that would close a circle, or where the name is taken */
export function importedName(editor: Editor, view: RepositoryView, source: Module, name: string, { module, node }: Pick<LoggingSetup, 'module' | 'node'>): string {
  if (module === source) return name;
  if (view.python.reaches(source, module)) refuse(`\`${source.path}\` imports \`${module.path}\`, which therefore cannot import \`${name}\` from it.`);
  const spelled = moduleName(view, { path: source.path, isPackage: nameOf(source.path) === '__init__.py' }, module.path, module);
  if ('refused' in spelled) return refuse(spelled.refused);
  editor.addImports(module, [{ module: spelled.dotted, name, isOwn: true }], node.start);
  return name;
}
