import {
  codeStyleOf, fitted, importBlock, insertion, lineEnd, lineStart, moduleName, newFileText, newInits, parts, refuse, replacement, serviceTargets, unusedAfter, withLineEnding,
  type Edit, type Editor, type Module, type NewImport, type PyNode, type ServiceTarget, type Task,
} from '#pystd';
import type { Options } from './options.ts';
import { planWiring, type Wiring } from './plan.ts';
import type { Provider } from './provider.ts';

/** Gives handlers the services that they make themselves. */
export function wireServices(task: Task<Options>): void {
  for (const target of serviceTargets(task)) {
    const wiring = planWiring(task, target, task.options);
    if (!wiring) continue;
    const [first] = wiring.wired;
    if (first) {
      const names = wiring.wired.map(({ inline }) => `\`${inline.handler.name}\``);
      const providers = wiring.providers.map(({ name }) => `\`${name}\``);
      const { module, node } = first.inline.handler;
      task.change(module.at(node), `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} given what ${names.length === 1 ? 'it works' : 'they work'} with by ${providers.join(', ')} in \`${wiring.path}\`.`, (edit) => write(wiring, target, edit, task));
    }
    for (const { handler, because } of wiring.kept) task.flag(handler.module.at(handler.node), `\`${handler.name}\` goes on making its service itself. ${because}`);
  }
}

function write({ path, there, providers, wired }: Wiring, target: ServiceTarget, edit: Editor, task: Task<Options>): void {
  const style = codeStyleOf(task, target.project);
  const imports = providers.flatMap((one) => one.imports);
  const code = providers.map(({ text }) => text).join('\n\n\n');
  if (there) {
    const gap = there.text.endsWith('\n\n\n') ? '' : there.text.endsWith('\n') ? '\n\n' : '\n\n\n';
    edit.rework(there, { edits: [insertion(there.text.length, withLineEnding(`${gap}${code}\n`, style.ending))], imports: imports.filter((one) => !isBound(there, one)) });
  } else {
    for (const init of newInits(task, path, target.root.folder)) edit.create(init, '');
    edit.create(path, newFileText(`"""What routes depend on."""\n\n${importBlock(imports, style.width(path))}\n\n${code}\n`, style));
  }
  for (const module of new Set(wired.map(({ inline }) => inline.handler.module))) rewire(module, wired.filter(({ inline }) => inline.handler.module === module), path, edit, task);
}

/** Turns the handlers of one module: the parameter asks for the service, and the code uses it. */
function rewire(module: Module, wired: Wiring['wired'], path: Wiring['path'], edit: Editor, task: Task<Options>): void {
  const spelled = moduleName(task, { path, isPackage: false }, module.path, module);
  if ('refused' in spelled) refuse(spelled.refused);
  const imports: NewImport[] = [];
  const edits: Edit[] = [];
  for (const { inline: { parameter, service, sites }, provider } of wired) {
    const spelledClass = sites[0]?.children[0]?.text ?? service.name;
    const { annotation, needs } = askedBy(parameter, provider, spelledClass);
    edits.push(parameterEdit(parameter, annotation, task.backend.projects.lineWidth(module.path)), ...sites.map((site) => replacement(site, 'service')));
    imports.push({ module: spelled.dotted, name: needs, section: 'own' });
    if (needs !== provider.alias) imports.push({ module: 'fastapi', name: 'Depends', section: 'outer' });
    if (annotation.includes('Annotated[')) imports.push({ module: 'typing', name: 'Annotated', section: 'standard' });
  }
  const gone: readonly PyNode[] = wired.flatMap(({ inline }) => [inline.parameter, ...inline.sites]);
  const spares = unusedAfter(task, module, gone, edits.map(({ text }) => text), () => true);
  edit.rework(module, { edits, spares, imports: imports.filter((one) => !isBound(module, one)) });
}

/** How a handler asks for the service, in the way it asked for the session; and the name that it needs of the module of dependencies. */
function askedBy(parameter: PyNode, { name, alias }: Provider, spelledClass: string): { readonly annotation: string; readonly needs: string } {
  if (parameter.type === 'typed_default_parameter' || parameter.type === 'default_parameter') return { annotation: `${spelledClass} = Depends(${name})`, needs: name };
  if (alias !== undefined && !/\bDepends\(/.test(parameter.text)) return { annotation: alias, needs: alias };
  return { annotation: `Annotated[${spelledClass}, Depends(${name})]`, needs: name };
}

/** The parameter alone; all parameters anew where their line would be too long. */
function parameterEdit(parameter: PyNode, annotation: string, width: number): Edit {
  const text = `service: ${annotation}`;
  const list = parameter.parent;
  const definition = list?.parent;
  const source = parameter.tree.text;
  const head = list && definition ? source.slice(lineStart(source, list.start), list.start + 1) : '';
  const tail = list && definition ? source.slice(list.end - 1, lineEnd(source, list.end - 1)).trimEnd() : '';
  const line = source.slice(lineStart(source, parameter.start), lineEnd(source, parameter.end)).trimEnd();
  const isLong = line.length + text.length - (parameter.end - parameter.start) > width;
  if (!list || !isLong || list.text.includes('#') || line.trim() === `${parameter.text},`) return replacement(parameter, text);
  const indent = /^\s*/.exec(head)?.[0] ?? '';
  const items = parts(list).map((one) => (one === parameter ? text : one.text));
  const whole = fitted(head.slice(indent.length), items, tail, width, indent);
  return replacement({ start: list.start + 1, end: list.end - 1 }, whole.slice(head.length, whole.length - tail.length));
}

/** Whether the module has the name for the same thing already, by whatever import. */
function isBound(module: Module, { module: from, name }: NewImport): boolean {
  const [binding, other] = module.names.module.bindings.get(name ?? '') ?? [];
  return !other && binding?.how.kind === 'import' && binding.how.name === name && (binding.how.module === from || (from === 'fastapi' && /^fastapi\b/.test(binding.how.module)) || (from === 'typing' && binding.how.module === 'typing_extensions'));
}
