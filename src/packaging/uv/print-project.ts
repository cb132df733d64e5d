import { isRefusal } from '../../formats/toml/change.ts';
import { writeKey, writeValue, type TomlInput } from '../../formats/toml/write.ts';
import { defaultGroupsSetting } from './default-groups.ts';
import type { WritingStyle } from '../../formats/toml/style.ts';
import type { NewItem, NewList, NewProject } from './new-project.ts';

const STYLE: WritingStyle = { quotes: 'basic', eol: '\n', equals: ' = ', padding: ' ' };

/**
 * The tables of a `pyproject.toml` for uv: `[project]` (PEP 621), `[dependency-groups]` (PEP 735), `[tool.uv]` and `[build-system]`. Requirements
 * stand on lines of their own with their comments.
 */
export function printProject(project: NewProject): string {
  const tables = [projectTable(project), extraTable(project), ...entryPointTables(project), groupTable(project), uvTable(project), sourceTable(project), ...indexTables(project), buildTable(project)];
  return `${tables.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function projectTable({ name, version, metadata, requiresPython, dependencies }: NewProject): string[] {
  return [
    '[project]',
    entry('name', name),
    entry('version', version),
    ...metadata.map(([key, value]) => entry(key, value)),
    ...(requiresPython === undefined ? [] : [entry('requires-python', requiresPython)]),
    ...list('dependencies', dependencies),
  ];
}

function extraTable({ extras }: NewProject): string[] {
  return extras.length === 0 ? [] : ['[project.optional-dependencies]', ...extras.flatMap((extra) => list(extra.name, extra.list))];
}

function entryPointTables({ entryPoints }: NewProject): string[][] {
  return entryPoints.filter(({ entries }) => entries.length > 0).map(({ table, entries }) => [`[${writeKey(['project', ...table])}]`, ...entries.map(([key, value]) => entry(key, value))]);
}

function groupTable({ groups }: NewProject): string[] {
  return groups.length === 0 ? [] : ['[dependency-groups]', ...groups.flatMap((group) => list(group.name, group.list))];
}

function uvTable({ groups, isPackage, build, settings, constraints }: NewProject): string[] {
  const defaults = defaultGroupsSetting(groups);
  const entries = [
    ...(isPackage === (build !== undefined) && isPackage ? [] : [entry('package', isPackage)]),
    ...(defaults === undefined ? [] : [entry('default-groups', defaults)]),
    ...settings.map(([key, value]) => entry(key, value)),
    ...(constraints.items.length + (constraints.below?.length ?? 0) === 0 ? [] : list('constraint-dependencies', constraints)),
  ];
  return entries.length === 0 ? [] : ['[tool.uv]', ...entries];
}

function sourceTable({ sources }: NewProject): string[] {
  if (sources.size === 0) return [];
  return ['[tool.uv.sources]', ...[...sources].flatMap(([name, source]) => (Array.isArray(source) ? [`${writeKey([name])} = [`, ...source.map((one) => `    ${value(one as TomlInput)},`), ']'] : [entry(name, source as TomlInput)]))];
}

function indexTables({ indexes }: NewProject): string[][] {
  return indexes.map((index) => ['[[tool.uv.index]]', ...Object.entries(index).map(([key, one]) => entry(key, one as TomlInput))]);
}

function buildTable({ build }: NewProject): string[] {
  return build ? ['[build-system]', entry('requires', build.requires), entry('build-backend', build.backend)] : [];
}

function list(key: string, { items, below = [] }: NewList): string[] {
  if (items.length + below.length === 0) return [`${writeKey([key])} = []`];
  const lines = [...items.flatMap((item, index) => itemLines(item, index === 0)), ...below.map(indented)];
  return [`${writeKey([key])} = [`, ...lines, ']'];
}

function itemLines({ value: written, above = [], behind }: NewItem, isFirst: boolean): string[] {
  const leading = isFirst ? above.slice(above.findIndex((line) => line !== '') >>> 0) : above;
  return [...leading.map(indented), `    ${value(written)},${behind === undefined ? '' : `  ${behind}`}`];
}

function indented(line: string): string {
  return line === '' ? '' : `    ${line}`;
}

function entry(key: string, written: TomlInput): string {
  return `${writeKey([key])} = ${value(written)}`;
}

function value(input: TomlInput): string {
  const written = writeValue(input, STYLE);
  if (isRefusal(written)) throw new Error(`A value was not checked before it is written: ${written.refused}`);
  return written.text;
}
