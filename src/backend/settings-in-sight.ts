import type { Python } from '../python/index.ts';
import type { Binding } from '../python/names/index.ts';
import type { Module } from '../python/project/module.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { calleeOf } from '../python/syntax/views.ts';
import { contains } from '../text/span.ts';
import type { SettingsObject } from './settings.ts';

/**
 * A name in sight of a place that holds the settings already, other than the object's own: a factory's parameter (`settings: Settings`) or a
 * variable that holds what a getter returned (`settings = get_settings()`). The innermost one; `undefined` when there is none that is sure.
 */
export function settingsInSight(settings: SettingsObject, module: Module, at: PyNode, python: Python): string | undefined {
  const { names } = module;
  const place = names.scopeOf(at);
  for (let scope: typeof place | undefined = place; scope; scope = scope.parent) {
    for (const [name, bindings] of scope.bindings) {
      const [binding] = bindings;
      if (!binding || bindings.length > 1 || binding.since > at.start || !binding.certain || !contains(binding.certain, at)) continue;
      const seen = names.lookup(name, place);
      if (seen.kind === 'bound' && seen.bindings[0] === binding && holds(binding, settings, module, python)) return name;
    }
  }
  return undefined;
}

function holds({ how }: Binding, settings: SettingsObject, module: Module, python: Python): boolean {
  if (how.kind === 'parameter') return how.annotation !== undefined && how.default === undefined && !how.parameter.text.startsWith('*') && isOfClass(how.annotation, settings, module, python);
  if (how.kind !== 'assignment' || how.value?.type !== 'call') return false;
  const callee = calleeOf(how.value);
  const symbol = callee && python.symbolOf(module, callee);
  return symbol?.kind === 'defined' && symbol.attributes.length === 0 && settings.getters.some((getter) => getter.module === symbol.module && getter.name === symbol.name);
}

/** Whether an annotation is the settings class itself: `Settings`, `config.Settings`. */
function isOfClass(annotation: PyNode, { definition }: SettingsObject, module: Module, python: Python): boolean {
  const inner = annotation.type === 'type' ? annotation.children[0] : annotation;
  if (inner?.type !== 'identifier' && inner?.type !== 'attribute') return false;
  const symbol = python.symbolOf(module, inner);
  return symbol.kind === 'defined' && symbol.module === definition.module && symbol.name === definition.name && symbol.attributes.length === 0;
}
