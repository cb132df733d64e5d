import { replacement as replace, roleOf, type Module, type Named, type Task } from '#pystd';
import type { Site, Staying } from './plan/decisions.ts';
import { readOnce, standing } from './plan/messages.ts';
import type { Options } from './plan/options.ts';
import { plansOf, type GoodHome, type PlannedVariable } from './plan/project-plan.ts';
import { unusedAfter } from './unused-imports.ts';

const READ = 'config/pydantic-settings-only';
const WRITTEN = 'config/no-hardcoded-values';

/** Puts the settings where their variables are read or written into the code, and tells why the other places stay. */
export function replaceReads(task: Task<Options>): void {
  for (const { home, variables } of plansOf(task)) {
    flagStaying(variables, task);
    const ready = home ? variables.filter(({ shape, there }) => shape && there) : [];
    for (const module of new Set(ready.flatMap(({ sites }) => sites.map((site) => site.module)))) if (home) replaceIn(module, ready, home, task);
  }
  for (const { module, node, because } of task.backend.environment.others) if (roleOf(module.path) === 'service') task.flag(module.at(node), because, { rule: READ });
}

function replaceIn(module: Module, variables: readonly PlannedVariable[], home: GoodHome, task: Task<Options>): void {
  const here = variables.filter(({ sites }) => sites.some((site) => site.module === module));
  const sites = here.flatMap(({ variable, sites: all }) => all.filter((site) => site.module === module).map((site) => ({ ...site, variable }))).sort((a, b) => a.node.start - b.node.start);
  const [first] = sites;
  const accessor = accessorOf(home, task);
  if (!first || !accessor) return;
  const message = [standing(sites, 'here'), ...here.flatMap(({ remarks }) => remarks), ...readOnce(sites)].join(' ');
  task.change(module.at(first.node), message, (edit) => {
    const texts: string[] = [];
    for (const { node, replacement } of sites) {
      // The settings read the files themselves that the program loads into its environment.
      const name = edit.nameOf(accessor, module, node, { above: first.node.start, despiteLoads: true });
      const text = replacement(home.accessor.access === 'function' ? `${name}()` : name);
      edit.edit(module.path, [replace(node, text)]);
      texts.push(text);
    }
    for (const name of unusedAfter(module, sites, texts, task)) edit.removeImport(module, name);
  }, { rule: ruleOf(first) });
}

function accessorOf({ accessor }: GoodHome, { python }: Task<Options>): Named | undefined {
  const module = python.layout.moduleAt(accessor.path);
  return module && { module, name: accessor.name };
}

function ruleOf({ was }: Pick<Site, 'was'>): string {
  return was === 'literal' ? WRITTEN : READ;
}

/** One finding for each module and reason. */
function flagStaying(variables: readonly PlannedVariable[], task: Task<Options>): void {
  const groups = new Map<string, (Staying & { readonly variable: string })[]>();
  for (const { variable, staying } of variables) {
    for (const one of staying) {
      const key = [one.module.path, ruleOf(one), one.because].join('\0');
      groups.set(key, [...(groups.get(key) ?? []), { ...one, variable }]);
    }
  }
  for (const group of groups.values()) {
    const [first] = group.sort((a, b) => a.node.start - b.node.start);
    if (first) task.flag(first.module.at(first.node), `${standing(group, 'still')} ${first.because}`, { rule: ruleOf(first) });
  }
}
