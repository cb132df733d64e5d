import { HELPERS, helpersIn, type FieldShape, type NeededImport } from '../fields/index.ts';
import { fieldLines } from './groups.ts';
import type { EnvFile, NewHome } from './home.ts';

const STEP = '    ';
const OUTSIDE: ReadonlySet<string> = new Set(['pydantic', 'pydantic_settings', 'dotenv']);

/** Everything a module must import for a class with some fields, each name once. */
export function importsFor(home: NewHome, fields: readonly FieldShape[]): readonly NeededImport[] {
  const own: NeededImport[] = [{ module: 'pydantic_settings', name: 'BaseSettings' }, { module: 'pydantic_settings', name: 'SettingsConfigDict' }];
  const cache: NeededImport[] = home.accessor.access === 'function' ? [{ module: 'functools', name: 'lru_cache' }] : [];
  return onceEach([...cache, ...home.envFile.imports, ...own, ...importsOfFields(fields)]);
}

/** What the fields and their helpers need. */
export function importsOfFields(fields: readonly FieldShape[]): readonly NeededImport[] {
  return onceEach([...fields.flatMap(({ imports }) => imports), ...helpersIn(fields).flatMap((name) => HELPERS[name].imports)]);
}

function onceEach(imports: readonly NeededImport[]): readonly NeededImport[] {
  return [...new Map(imports.map((one) => [`${one.module}.${one.name}`, one])).values()];
}

/** Helper functions, class and accessor, at the margin, as a module has them one after the other. */
export function classCode(home: NewHome, fields: readonly FieldShape[], width: number): string {
  const helpers = helpersIn(fields).map((name) => HELPERS[name].code.trimEnd());
  return [...helpers, classText(home, fields, width), accessorText(home)].join('\n\n\n') + '\n';
}

function classText({ className, envFile, caseSensitive }: NewHome, fields: readonly FieldShape[], width: number): string {
  const config = STEP + configCode(envFile, caseSensitive, width - STEP.length).replaceAll('\n', `\n${STEP}`);
  const lines = fieldLines(fields, width - STEP.length).map((one) => (one === '' ? '' : STEP + one));
  return [`class ${className}(BaseSettings):`, `${STEP}"""The configuration of the service, read from environment variables."""`, '', config, '', ...lines].join('\n');
}

/** The `model_config` of a class, at the margin. */
export function configCode({ code }: EnvFile, caseSensitive: boolean, width: number, more: readonly string[] = []): string {
  const options = [...(code === undefined ? [] : [`env_file=${code}`, 'env_file_encoding="utf-8"']), `case_sensitive=${caseSensitive ? 'True' : 'False'}`, 'extra="ignore"', ...more];
  const line = `model_config = SettingsConfigDict(${options.join(', ')})`;
  return line.length <= width ? line : ['model_config = SettingsConfigDict(', ...options.map((option) => `${STEP}${option},`), ')'].join('\n');
}

function accessorText({ className, accessor: { name, access } }: NewHome): string {
  if (access === 'variable') return `${name} = ${className}()`;
  return `@lru_cache\ndef ${name}() -> ${className}:\n${STEP}"""The settings, made once."""\n${STEP}return ${className}()`;
}

/** A whole new module. */
export function moduleText(home: NewHome, fields: readonly FieldShape[], width: number): string {
  const imports = importsFor(home, fields);
  const sections = [imports.filter(({ module }) => !OUTSIDE.has(module)), imports.filter(({ module }) => OUTSIDE.has(module))].filter((section) => section.length > 0);
  const head = sections.map((section) => importLines(section, width)).join('\n');
  return `"""Configuration of the service."""\n\n${head}\n\n${classCode(home, fields, width)}`;
}

/** `from` imports of one section, sorted by module and by name as isort has it: constants, classes, the rest. */
function importLines(imports: readonly NeededImport[], width: number): string {
  const modules = [...new Set(imports.map(({ module }) => module))].sort();
  return modules.map((module) => {
    const names = imports.filter((one) => one.module === module).map(({ name }) => name).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    const line = `from ${module} import ${names.join(', ')}`;
    return line.length <= width ? `${line}\n` : `from ${module} import (\n${names.map((name) => `${STEP}${name},\n`).join('')})\n`;
  }).join('');
}

function rank(name: string): number {
  return /^[A-Z][A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2;
}
