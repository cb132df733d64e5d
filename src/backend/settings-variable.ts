import { assignmentOf, plainString } from '../python/syntax/views.ts';
import type { PyNode } from '../python/syntax/node.ts';
import { deepDescendants, parts } from '../python/syntax/walk.ts';
import type { SettingsObject } from './settings.ts';

/**
 * The environment variable that sets a field, as pydantic names it: the class's `env_prefix` and the field, or the one name it is given with
 * `validation_alias` or `alias`; in capitals unless `case_sensitive` is set. `undefined` for a property, when the class says something that cannot
 * be read off it, or when several variables set the field.
 */
export function environmentVariable(settings: SettingsObject, field: string): string | undefined {
  const there = settings.fields.findLast(({ name }) => name === field);
  if (there && there.kind !== 'field') return undefined;
  const sensitive = configured(settings, 'case_sensitive');
  const spelled = (name: string): string => (sensitive?.type === 'true' ? name : name.toUpperCase());
  const said = `${there?.annotation ?? ''} ${there?.value ?? ''}`;
  if (/\benv\s*=/.test(said)) return undefined;
  if (/\balias\s*=|\bvalidation_alias\s*=/.test(said)) {
    const alias = aliasIn(said);
    return alias === undefined ? undefined : spelled(alias);
  }
  const prefix = configured(settings, 'env_prefix');
  const start = prefix === undefined ? '' : plainString(prefix);
  return start === undefined ? undefined : spelled(start + field);
}

/** The one name a field is given by `validation_alias`, or else by `alias`; `undefined` where it is computed, or one of several. */
function aliasIn(said: string): string | undefined {
  const keyword = /\bvalidation_alias\s*=/.test(said) ? 'validation_alias' : 'alias';
  const [, , name, , only] = new RegExp(`\\b${keyword}\\s*=\\s*(?:(["'])([^"'\\\\]+)\\1\\s*[,)]|(?:\\w+\\.)*AliasChoices\\(\\s*(["'])([^"'\\\\]+)\\3\\s*,?\\s*\\))`).exec(said) ?? [];
  return name ?? only;
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
