import { assignmentOf, plainString } from '../python/syntax/views.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { deepDescendants, parts } from '../python/syntax/walk.ts';
import type { SettingsObject } from './settings.ts';

/**
 * The environment variable that sets a field, as pydantic names it: the class's `env_prefix` and the field, in capitals unless `case_sensitive`
 * is set. `undefined` for a property, when the class says something that cannot be read off it, or gives the field names of its own.
 */
export function environmentVariable(settings: SettingsObject, field: string): string | undefined {
  const there = settings.fields.findLast(({ name }) => name === field);
  const value = there?.value ?? '';
  if ((there && there.kind !== 'field') || /\b(alias|validation_alias|env)\s*=/.test(value)) return undefined;
  const prefix = configured(settings, 'env_prefix');
  const sensitive = configured(settings, 'case_sensitive');
  const start = prefix === undefined ? '' : plainString(prefix);
  if (start === undefined) return undefined;
  return sensitive?.type === 'true' ? start + field : (start + field).toUpperCase();
}

/** What `model_config` or the inner class `Config` sets an option to; the classes nearest to the object's own have the last word. */
function configured({ definition, fields }: SettingsObject, option: string): PyNode | undefined {
  const owners = [...new Set([...fields.map(({ owner }) => owner.node), definition.node])];
  return owners.flatMap((owner) => [...deepDescendants(owner, ({ type }) => type !== 'function_definition')].flatMap((node) => valueOf(node, option) ?? [])).at(-1);
}

function valueOf(node: PyNode, option: string): PyNode | undefined {
  const [name, value] = parts(node);
  if (node.type === 'keyword_argument' && name?.text === option) return value;
  if (node.type === 'pair' && name && plainString(name) === option) return value;
  const assignment = node.type === 'expression_statement' ? assignmentOf(node) : undefined;
  return assignment?.target.text === option ? assignment.value : undefined;
}
