import { fieldNames, HELPERS, helpersIn, mergeReadings, NEW_CLASS, type FieldDecision, type FieldRules, type FieldShape } from '../../codemods/settings-class/fields/index.ts';
import type { Conversion, Reading, Unset } from '../../src/backend/environment/index.ts';
import type { PyNode } from '../../src/python/syntax/node.ts';
import { plainString } from '../../src/python/syntax/views.ts';
import { literalKind } from '../../codemods/settings-class/fields/literals.ts';
import { repository } from '../backend/repository.ts';

/** What the modules of these tests begin with. */
export const HEAD = 'import json, os\nfrom contextlib import suppress\nfrom os import environ, getenv\nfrom pathlib import Path\n\n\n';

/** What is said of an expression by hand: what a program makes of the text, and what it is without one. */
export interface Meaning {
  readonly conversion: Conversion;
  readonly unset: Unset;
  readonly whenEmpty?: Unset;
}

export const TEXT: Conversion = { kind: 'text', steps: [] };
export const FAILS: Unset = { kind: 'fails' };
export const NONE: Unset = { kind: 'none' };
export const value = (code: string): Unset => ({ kind: 'value', code });

/** Readings with meanings given by hand, in modules `a.py`, `b.py` … of one statement each; `¦` stands around the expression where it is not the whole right side. */
export function readingsOf(sources: readonly (readonly [statement: string, meaning: Meaning])[]): Reading[] {
  const files = sources.map(([statement], at): readonly [string, string] => [`${'abcdefgh'.charAt(at)}.py`, `${HEAD}${statement.replaceAll('¦', '')}\n`]);
  const { backend } = repository(Object.fromEntries(files));
  return sources.map(([statement, { conversion, unset, whenEmpty }], at) => {
    const path = files[at]?.[0] ?? '';
    const accesses = backend.environment.accesses.filter(({ module }) => module.path === path);
    const [access] = accesses;
    if (!access) throw new Error(`Nothing is read in ${statement}`);
    const start = HEAD.length + (statement.includes('¦') ? statement.indexOf('¦') : statement.indexOf('= ') + 2);
    const end = statement.includes('¦') ? HEAD.length + statement.lastIndexOf('¦') - 1 : HEAD.length + statement.length;
    const node = spanning(access.node, start, end);
    const plain = access.form === 'in' ? undefined : { node: access.node, unset: plainUnset(access.form, access.default) };
    return { access, node, covers: accesses, conversion, unset, whenEmpty, plain, place: 'module', named: undefined, comments: [], mutation: undefined };
  });
}

function spanning(inner: PyNode, start: number, end: number): PyNode {
  let node = inner;
  while (node.parent && (node.start > start || node.end < end)) node = node.parent;
  return node;
}

function plainUnset(form: 'get' | 'subscript', given: PyNode | undefined): Unset {
  if (form === 'subscript') return FAILS;
  if (!given) return NONE;
  return literalKind(given.text) === 'other' ? { kind: 'expression', code: given.text, node: given, accesses: [] } : value(plainString(given) === undefined ? given.text : given.text);
}

/** The decision on the readings of one variable, in a new class unless `rules` say otherwise. */
export function decide(readings: readonly Reading[], rules: Partial<FieldRules> = {}): FieldDecision {
  const variable = readings[0]?.access.variable ?? '';
  const all = { ...NEW_CLASS, ...rules };
  const named = fieldNames([variable], all).get(variable);
  if (!named || 'problem' in named) throw new Error(named?.problem ?? variable);
  return mergeReadings(readings, named, all);
}

/** A module with a class of some fields, as it is written for a program. */
export function moduleOf(shapes: readonly FieldShape[], config = 'case_sensitive=True'): string {
  const helpers = helpersIn(shapes);
  const imports = [{ module: 'pydantic_settings', name: 'BaseSettings' }, { module: 'pydantic_settings', name: 'SettingsConfigDict' }, ...shapes.flatMap((shape) => shape.imports), ...helpers.flatMap((name) => HELPERS[name].imports)];
  const lines = [...new Set(imports.map(({ module, name }) => `from ${module} import ${name}`))].sort();
  const fields = shapes.map(({ name, annotation, value: code }) => `    ${name}: ${annotation}${code === undefined ? '' : ` = ${code}`}`);
  return `${lines.join('\n')}\n\n\n${helpers.map((name) => `${HELPERS[name].code}\n\n`).join('')}class Settings(BaseSettings):\n    model_config = SettingsConfigDict(${config})\n\n${fields.join('\n')}\n`;
}

/** A module's text after the sites in it are replaced. */
export function replaced(decision: FieldDecision, path = 'a.py'): string {
  if (decision.kind === 'stays') return '';
  const sites = decision.sites.filter(({ reading }) => reading.access.module.path === path).sort((a, b) => b.node.start - a.node.start);
  return sites.reduce((text, { node, replacement }) => text.slice(0, node.start) + replacement('settings') + text.slice(node.end), sites[0]?.node.tree.text ?? '');
}
