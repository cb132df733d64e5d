import type { YamlDocument, YamlItem, YamlMapping, YamlScalar } from '#pystd';
import { childOf, scalarAt } from '../workflows/steps.ts';

/** A repository of hooks, as a configuration asks for it. */
export interface HookRepo {
  readonly item: YamlItem;
  readonly node: YamlMapping;
  readonly url: string;
  readonly hooks: readonly Hook[];
}

/** One hook of it. */
export interface Hook {
  readonly item: YamlItem;
  readonly node: YamlMapping;
  readonly id: string;
  /** `undefined` when there is something else than strings in it. */
  readonly args: readonly string[] | undefined;
}

/** The repositories of hooks in a configuration of pre-commit. */
export function hookReposOf({ root }: YamlDocument): readonly HookRepo[] {
  const repos = childOf(root, 'repos');
  if (repos?.kind !== 'sequence') return [];
  return repos.items.flatMap((item): HookRepo[] => {
    const url = scalarAt(item.value, ['repo'])?.text;
    const list = childOf(item.value, 'hooks');
    if (item.value.kind !== 'mapping' || url === undefined || list?.kind !== 'sequence') return [];
    return [{ item, node: item.value, url, hooks: list.items.flatMap(hookOf) }];
  });
}

function hookOf(item: YamlItem): readonly Hook[] {
  const id = scalarAt(item.value, ['id'])?.text;
  if (item.value.kind !== 'mapping' || id === undefined) return [];
  const args = childOf(item.value, 'args');
  const strings = args === undefined ? [] : args.kind === 'sequence' ? args.items.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : [])) : undefined;
  return [{ item, node: item.value, id, args: args?.kind === 'sequence' && strings?.length !== args.items.length ? undefined : strings }];
}

/** The names of some hooks of a repository. */
export function namesOf({ hooks }: HookRepo, isWanted: (hook: Hook) => boolean): readonly YamlScalar[] {
  return hooks.filter(isWanted).flatMap(({ node }) => scalarAt(node, ['name']) ?? []);
}
