import { argumentListOf, argumentsOf, environmentVariable, isInside, projectOf, pythonFloor, roleOf, spelledField, type ClassDefinition, type RepositoryView, type SettingsObject, type Symbol } from '#pystd';
import { missedFile } from './env-file.ts';
import { noHome, type Home, type HomeOptions } from './home.ts';
import { fieldsOf, unionsOf } from './field-forms.ts';

/** What a class can say that makes something else of the texts it is given. */
const CHANGES: readonly (readonly [RegExp, string])[] = [
  [/\bsettings_customise_sources\b|\bcustomise_sources\b/, 'chooses its sources itself'],
  [/\benv_ignore_empty\b\s*[=:]\s*True/, 'takes empty variables for unset ones'],
  [/\b(?:str_strip_whitespace|anystr_strip_whitespace)\b\s*[=:]\s*True/, 'strips every text'],
  [/\bstr_to_(?:lower|upper)\b\s*[=:]\s*True/, 'changes the case of every text'],
  [/\balias_generator\b/, 'makes names of its own for its variables'],
  [/\benv_parse_none_str\b/, 'has a word for `None`'],
  [/\bcli_parse_args\b\s*[=:]\s*True/, 'reads the command line'],
  [/["']?strict["']?\s*[=:]\s*True/, 'is strict about types'],
  [/\bvalidator\(\s*["']\*["']|\broot_validator\b|\bmodel_validator\(\s*mode\s*=\s*["'](?:before|wrap)["']/, 'looks at all values before its fields do'],
];

/** The class a project has, when it has one that can take more fields; `undefined` without any. */
export function existingHome(view: RepositoryView, project: string, service: string | undefined, standardPath: string | undefined, options: HomeOptions): Home | undefined {
  const { python, backend, repo } = view;
  const isOwn = (path: string): boolean => isInside(path, project) && projectOf(repo, path) === project;
  const classes = backend.settings.classes.filter(({ module }) => isOwn(module.path));
  const [first] = classes;
  if (!first) return undefined;
  const standing = python.layout.modules.find(({ path }) => path === standardPath) ?? first.module;
  const settings = backend.settings.settingsFor(standing);
  if (settings.kind === 'none') return noHome(settings.because, { path: first.module.path });
  const object = settings.kind === 'one' ? settings.object : chosen(settings.objects, service, standardPath);
  if (!object) {
    const names = settings.kind === 'several' ? settings.objects.map(({ name, module, definition }) => `\`${name}\` of \`${module.path}\` (\`${definition.name}\`)`) : [];
    return noHome(`Several settings objects could take it: ${[...new Set(names)].join(', ')}.`, { path: first.module.path });
  }
  const rival = isUsual(object, standardPath) ? undefined : rivalOf(view, object, classes);
  if (rival) return noHome(`\`${object.name}\` is an object of \`${object.definition.name}\`, and there is the settings class \`${rival.name}\` of \`${rival.module.path}\` as well.`, { path: object.module.path });
  return homeAt(view, project, object, options);
}

/** Whether an object is plainly that of the whole program: by its place or its name. */
function isUsual({ name, module, definition }: SettingsObject, standardPath: string | undefined): boolean {
  return module.path === standardPath || definition.module.path === standardPath || /^(?:get_)?(?:app_)?(?:settings|config|conf)$/i.test(name);
}

/** Another class of settings that is no base of this one. */
function rivalOf(view: RepositoryView, { definition }: SettingsObject, classes: readonly ClassDefinition[]): ClassDefinition | undefined {
  const line = lineOf(view, definition);
  return classes.find((other) => !line.includes(other));
}

/** Of several, the one at the standard's place, else the only one of the usual name; those in the folder of the service before others. */
function chosen(all: readonly SettingsObject[], service: string | undefined, standardPath: string | undefined): SettingsObject | undefined {
  const inService = all.filter(({ module }) => service !== undefined && isInside(module.path, service));
  const objects = inService.length > 0 ? inService : all;
  const placed = objects.filter(({ module, definition }) => module.path === standardPath || definition.module.path === standardPath);
  const named = (placed.length > 0 ? placed : objects).filter(({ name }) => name === 'settings' || name === 'get_settings');
  if (objects.length === 1) return objects[0];
  return placed.length === 1 ? placed[0] : named.length === 1 ? named[0] : undefined;
}

function homeAt(view: RepositoryView, project: string, object: SettingsObject, options: HomeOptions): Home {
  const { definition, module } = object;
  const { path } = definition.module;
  const owners = lineOf(view, definition);
  if (view.ownershipOf(path) !== 'own') return noHome(`\`${path}\` is generated.`, { path });
  const base = oldBase(view, owners);
  if (base !== undefined) return noHome(`\`${definition.name}\` is a class of pydantic 1 (\`${base}\`): move it to pydantic-settings first.`, { path });
  const texts = owners.map(({ node }) => node.text);
  const change = CHANGES.find(([pattern]) => texts.some((text) => pattern.test(text)));
  if (change) return noHome(`\`${definition.name}\` ${change[1]}: what a field makes of a variable cannot be told.`, { path });
  const made = madeOtherwise(view, definition);
  if (made !== undefined) return noHome(made, { path });
  // A name that no class has shows what becomes of names.
  const probe = environmentVariable(object, 'pYstd');
  const prefix = probe === undefined ? undefined : /^(.*)pystd$/i.exec(probe)?.[1];
  if (probe === undefined || prefix === undefined) return noHome(`Which variables set the fields of \`${definition.name}\` cannot be read off it.`, { path });
  const late = missedFile(view, project, texts, module.path, definition.module === module ? definition.node.start : Infinity);
  if (late !== undefined) return noHome(late, { path });
  return {
    kind: 'existing', project, path, className: definition.name, object,
    accessor: { path: module.path, name: object.name, access: object.access },
    rules: {
      caseSensitive: probe.endsWith('pYstd'),
      prefix,
      spelling: spelledField(object, 'PYSTD') === 'PYSTD' ? 'as-is' : 'lower',
      unions: unionsOf(texts.join('\n'), pythonFloor(view, project)),
      ...fieldsOf(view, project),
      requireSecrets: options.requireSecrets,
    },
  };
}

/** Why an object of the class may hold something else than the class says: it is made with arguments that are no fields. A full sentence. */
function madeOtherwise({ python }: RepositoryView, definition: ClassDefinition): string | undefined {
  const calls = python.callsTo({ defined: definition }).filter(({ module }) => roleOf(module.path) === 'service');
  const call = calls.find(({ arguments: given }) => given.some(({ name, unpacking }) => unpacking !== undefined || name === undefined || name.startsWith('_')));
  return call && `\`${definition.name}\` is made with arguments in \`${call.module.path}\`, by which its fields may hold something else.`;
}

/** A class and those it is derived from, as far as they are classes of settings of this repository. */
function lineOf(view: RepositoryView, definition: ClassDefinition): readonly ClassDefinition[] {
  const line = [definition];
  for (const one of line) {
    for (const symbol of basesOf(view, one)) {
      const base = symbol.kind === 'defined' ? view.backend.settings.classes.find(({ module, name }) => module === symbol.module && name === symbol.name) : undefined;
      if (base && !line.includes(base)) line.push(base);
    }
  }
  return line;
}

function basesOf({ python }: RepositoryView, { node, module }: ClassDefinition): readonly Symbol[] {
  const list = argumentListOf(node);
  return (list ? argumentsOf(list) : []).filter(({ name }) => name === undefined).map(({ value }) => python.symbolOf(module, value));
}

/** The base class of pydantic 1 that one of the classes has. */
function oldBase(view: RepositoryView, owners: readonly ClassDefinition[]): string | undefined {
  const names = owners.flatMap((owner) => basesOf(view, owner)).flatMap((symbol) => (symbol.kind === 'external' ? [symbol.name] : []));
  return names.find((name) => name.startsWith('pydantic.') && name.endsWith('.BaseSettings'));
}
