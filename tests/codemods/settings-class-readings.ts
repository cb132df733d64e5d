import { fieldNames, HELPERS, helpersIn, mergeReadings, NEW_CLASS, type FieldDecision, type FieldRules, type FieldShape } from '../../codemods/settings-class/fields/index.ts';
import type { Conversion, Reading, Unset } from '../../src/backend/environment/index.ts';
import { enclosing } from '../../src/python/syntax/walk.ts';
import { repository } from '../backend/repository.ts';

/** What the modules of these tests begin with. */
export const HEAD = 'import json, os\nfrom contextlib import suppress\nfrom os import environ, getenv\nfrom pathlib import Path\n\n\n';

/** The readings of one variable in modules `a.py`, `b.py` … of one statement each. */
export function readingsOf(statements: readonly string[], variable = 'K'): Reading[] {
  const { backend } = repository(Object.fromEntries(statements.map((statement, at) => [`${'abcdefgh'.charAt(at)}.py`, `${HEAD}${statement}\n`])));
  return backend.environment.readings.filter(({ access }) => access.variable === variable);
}

/** The reading of `VALUE = <a call around a read>`, with a meaning no reader of the environment finds in it. */
export function readAs(statement: string, conversion: Conversion, unset: Unset): Reading {
  const [reading] = readingsOf([statement]);
  const call = reading && enclosing(reading.access.node, 'call');
  if (!call) throw new Error(`Nothing is called in ${statement}`);
  return { ...reading, node: call, conversion, unset };
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
