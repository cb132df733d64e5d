import { dataAt, isArrayData, isTableData, type TomlData, type TomlTableData } from '../../formats/toml/index.ts';
import { areDisjoint, parseMarker } from '../marker/index.ts';
import { isProblem } from '../problem.ts';
import { isName, parseRequirement } from '../requirement/index.ts';
import { tableAt, textAt, textsOf } from '../tables.ts';
import { checkSpecifiers, normaliseVersion } from '../version/index.ts';
import { sameGroup } from './default-groups.ts';

/**
 * What uv would refuse in a `pyproject.toml`, as far as it can be told without resolving: strings that are no requirements, names that lead nowhere,
 * several defaults, fields that are static and dynamic at once. Whole sentences; empty when all is well.
 */
export function projectObjections(data: TomlTableData): readonly string[] {
  return [...metadataObjections(data), ...requirementObjections(data), ...groupObjections(data), ...indexObjections(data)];
}

function metadataObjections(data: TomlTableData): readonly string[] {
  const project = tableAt(data, ['project']);
  const dynamic = textsOf(project['dynamic']);
  const name = project['name'];
  const version = project['version'];
  const python = project['requires-python'];
  const wrongPython = typeof python === 'string' ? checkSpecifiers(python) : undefined;
  return [
    ...(typeof name === 'string' && isName(name) ? [] : ['`project.name` is missing or is no name of a package.']),
    ...(typeof version === 'string' ? (normaliseVersion(version) === undefined ? [`\`${version}\` is not a version.`] : []) : dynamic.includes('version') ? [] : ['`project.version` is missing.']),
    ...(wrongPython ? [`\`requires-python\` is not valid: ${wrongPython.problem}`] : []),
    ...dynamic.filter((key) => project[key] !== undefined).map((key) => `\`project.${key}\` is given and in \`dynamic\` as well.`),
  ];
}

function requirementObjections(data: TomlTableData): readonly string[] {
  const optional = tableAt(data, ['project', 'optional-dependencies']);
  const groups = tableAt(data, ['dependency-groups']);
  const lists: readonly (TomlData | undefined)[] = [
    dataAt(data, ['project', 'dependencies']), ...Object.values(optional), ...Object.values(groups),
    ...['constraint-dependencies', 'build-constraint-dependencies'].map((key) => dataAt(data, ['tool', 'uv', key])),
  ];
  return lists.flatMap((list) => (isArrayData(list) ? list : [])).flatMap((item) => {
    const read = typeof item === 'string' ? parseRequirement(item) : undefined;
    return read && isProblem(read) ? [read.problem] : [];
  });
}

function groupObjections(data: TomlTableData): readonly string[] {
  const groups = tableAt(data, ['dependency-groups']);
  const names = Object.keys(groups);
  const isKnown = (name: string): boolean => names.some((other) => sameGroup(other, name));
  const included = Object.values(groups).flatMap((list) => (isArrayData(list) ? list : [])).flatMap((item) => (isTableData(item) && typeof item['include-group'] === 'string' ? [item['include-group']] : []));
  const defaults = dataAt(data, ['tool', 'uv', 'default-groups']);
  const named = [...included, ...(defaults === 'all' ? [] : textsOf(defaults))];
  const twice = names.find((name, index) => names.slice(0, index).some((other) => sameGroup(other, name)));
  return [
    ...named.filter((name) => !isKnown(name)).map((name) => `The dependency group \`${name}\` does not exist.`),
    ...(twice === undefined ? [] : [`The dependency group \`${twice}\` is there twice.`]),
  ];
}

function indexObjections(data: TomlTableData): readonly string[] {
  const list = dataAt(data, ['tool', 'uv', 'index']);
  const indexes = (isArrayData(list) ? list : []).filter(isTableData);
  const names = indexes.map((index) => textAt(index, ['name']));
  const sources = Object.entries(tableAt(data, ['tool', 'uv', 'sources']));
  const undeclared = sources.flatMap(([name, value]) => entriesOf(value).flatMap((entry) => {
    const index = entry['index'];
    return typeof index === 'string' && !names.includes(index) ? [`\`${name}\` comes from the index \`${index}\`, which is not declared.`] : [];
  }));
  const overlapping = sources.filter(([, value]) => overlaps(entriesOf(value))).map(([name]) => `The sources of \`${name}\` do not exclude each other.`);
  const tooMany = indexes.filter((index) => index['default'] === true).length > 1 ? ['More than one index is the default one.'] : [];
  return [...undeclared, ...overlapping, ...tooMany];
}

function entriesOf(value: TomlData): readonly TomlTableData[] {
  return (isArrayData(value) ? value : [value]).filter(isTableData);
}

/** Several sources of one name need markers, or groups and extras, that keep them apart. */
function overlaps(entries: readonly TomlTableData[]): boolean {
  return entries.some((entry, index) => entries.slice(index + 1).some((other) => {
    const scopes = [entry, other].map((one) => `${String(one['group'])}/${String(one['extra'])}`);
    if (scopes[0] !== scopes[1]) return false;
    const [a, b] = [entry, other].map((one) => (typeof one['marker'] === 'string' ? parseMarker(one['marker']) : undefined));
    return isProblem(a) || isProblem(b) || !areDisjoint(a, b);
  }));
}
