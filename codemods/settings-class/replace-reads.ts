import { replacement as replace, roleOf, unusedAfter, type Module, type Named, type Task } from '#pystd';
import { remarkSentences } from './fields/remark-sentences.ts';
import type { Site } from './plan/decisions.ts';
import { listed, readOnce, standing } from './plan/messages.ts';
import type { Options } from './plan/options.ts';
import { plansOf, type GoodHome, type PlannedVariable } from './plan/project-plan.ts';

const READ = 'config/pydantic-settings-only';
const WRITTEN = 'config/no-hardcoded-values';

/** Puts the settings where their variables are read or written into the code, and tells why the other places stay. */
export function replaceReads(task: Task<Options>): void {
  for (const { home, variables } of plansOf(task)) {
    flagStaying(variables, home === undefined, task);
    const ready = home ? variables.filter(({ shape, there }) => shape && there) : [];
    for (const module of new Set(ready.flatMap(({ sites }) => sites.map((site) => site.module)))) if (home) replaceIn(module, ready, home, task);
  }
  flagOthers(task);
}

function replaceIn(module: Module, variables: readonly PlannedVariable[], home: GoodHome, task: Task<Options>): void {
  const here = variables.filter(({ sites }) => sites.some((site) => site.module === module));
  const all = here.flatMap(({ variable, sites: own }) => own.filter((site) => site.module === module).map((site) => ({ ...site, variable }))).sort((a, b) => a.node.start - b.node.start);
  // A read inside the default of another is found again in the text that takes their place.
  const sites = all.filter(({ node }) => !all.some((other) => other.node !== node && other.node.start <= node.start && node.end <= other.node.end));
  const [first] = sites;
  const accessor = accessorOf(home, task);
  if (!first || !accessor) return;
  // What is true of a variable is said where it stands first.
  const remarks = here.flatMap((one) => (one.sites.every((site) => site.module.path >= module.path) ? one.remarks : []));
  const message = [standing(sites, 'here'), ...remarkSentences(remarks), ...readOnce(sites)].join(' ');
  task.change(module.at(first.node), message, (edit) => {
    const texts: string[] = [];
    for (const { node, replacement } of sites) {
      // The settings read the files themselves that the program loads into its environment.
      const name = edit.nameOf(accessor, module, node, { above: first.node.start, despiteLoads: true });
      const text = replacement(home.accessor.access === 'function' ? `${name}()` : name);
      edit.edit(module.path, [replace(node, text)]);
      texts.push(text);
    }
    for (const name of unusedAfter(task, module, sites.map(({ node }) => node), texts)) edit.removeImport(module, name);
  }, { rule: ruleOf(first) });
}

function accessorOf({ accessor }: GoodHome, { python }: Task<Options>): Named | undefined {
  const module = python.layout.moduleAt(accessor.path);
  return module && { module, name: accessor.name };
}

function ruleOf({ was }: Pick<Site, 'was'>): string {
  return was === 'literal' ? WRITTEN : READ;
}

/** Uses of the environment that are no read of one known variable: one finding for each module and reason. */
function flagOthers({ backend, flag }: Task<Options>): void {
  const uses = backend.environment.others.filter(({ module }) => roleOf(module.path) === 'service');
  for (const group of groupedBy(uses, ({ module, because, variables = [] }) => [module.path, because, ...variables].join('\0'))) {
    const [first, ...more] = group.sort((a, b) => a.node.start - b.node.start);
    if (!first) continue;
    const { module, node, because, variables } = first;
    const who = more.length === 0 ? 'This stays' : `This stays, as ${more.length === 1 ? 'another place' : `${more.length} other places`} of the module do${more.length === 1 ? 'es' : ''}`;
    const stays = variables ? `${listed(variables)} ${variables.length > 1 ? 'are' : 'is'} still read here.` : `${who}: settings hold only the variables they name.`;
    flag(module.at(node), `${because} ${stays}`, { rule: READ });
  }
}

/** One finding for each module and reason; `together` for each reason, where it goes for a whole project. */
function flagStaying(variables: readonly PlannedVariable[], together: boolean, task: Task<Options>): void {
  const all = variables.flatMap(({ variable, staying }) => staying.map((one) => ({ ...one, variable })));
  for (const group of groupedBy(all, (one) => [together ? '' : one.module.path, ruleOf(one), one.because].join('\0'))) {
    const [first] = group.sort((a, b) => (a.module.path < b.module.path ? -1 : a.module.path > b.module.path ? 1 : a.node.start - b.node.start));
    const files = new Set(group.map(({ module }) => module.path)).size;
    const others = files > 1 ? ` That goes for ${files} files.` : '';
    if (first) task.flag(first.module.at(first.node), `${standing(group, 'still')} ${first.because}${others}`, { rule: ruleOf(first) });
  }
}

function groupedBy<T>(all: readonly T[], keyOf: (one: T) => string): readonly T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}
