import { projectOf, roleOf, type Module, type RepositoryView } from '#pystd';

/** A module of a project, and the one outside it that it has its settings from. */
export interface SettingsElsewhere {
  readonly importer: Module;
  readonly source: Module;
}

/**
 * Settings that a project has from the code it shares with others: a second class beside them would be one too many, and whether the shared one takes
 * the variables of one of its users is for a person to say.
 */
export function settingsElsewhere({ python, backend, repo }: RepositoryView, project: string): SettingsElsewhere | undefined {
  const sources = new Set(backend.settings.classes.map(({ module }) => module).filter(({ path }) => projectOf(repo, path) !== project));
  if (sources.size === 0) return undefined;
  for (const importer of python.layout.modules) {
    if (roleOf(importer.path) !== 'service' || projectOf(repo, importer.path) !== project) continue;
    const source = python.importedBy(importer).find((module) => sources.has(module));
    if (source) return { importer, source };
  }
  return undefined;
}
