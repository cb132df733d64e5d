import { listed } from './fit.ts';

/** What a new module imports: `import module [as alias]`, or `from module import name [as alias]`. */
export interface NewImport {
  readonly module: string;
  readonly name?: string;
  readonly alias?: string;
  readonly section: 'standard' | 'outer' | 'own';
}

/** The name that an import binds. */
export function boundBy({ module, name, alias }: NewImport): string {
  return alias ?? name ?? module.split('.')[0] ?? module;
}

const SECTIONS = ['standard', 'outer', 'own'] as const;

/** The import statements of a new module, in sections, sorted as isort has them by default. */
export function importBlock(imports: readonly NewImport[], width: number): string {
  const isRelative = ({ module }: NewImport): boolean => module.startsWith('.');
  const sections = [...SECTIONS.map((section) => sectionText(imports.filter((one) => one.section === section && !isRelative(one)), width)), sectionText(imports.filter(isRelative), width)];
  return sections.filter((text) => text !== '').join('\n');
}

function sectionText(imports: readonly NewImport[], width: number): string {
  const plain = [...new Set(imports.flatMap(({ module, name, alias }) => (name === undefined ? [alias === undefined ? module : `${module} as ${alias}`] : [])))].sort();
  const modules = [...new Set(imports.flatMap(({ module, name }) => (name === undefined ? [] : [module])))].sort(byModule);
  const froms = modules.map((module) => {
    const names = imports.filter((one) => one.module === module && one.name !== undefined).sort((a, b) => rank(a.name ?? '') - rank(b.name ?? '') || byLetters(a.name ?? '', b.name ?? ''));
    const words = [...new Set(names.map(({ name, alias }) => (alias === undefined ? `${name}` : `${name} as ${alias}`)))];
    const line = `from ${module} import ${words.join(', ')}`;
    return line.length <= width ? line : listed(`from ${module} import (`, words, ')');
  });
  return [...plain.map((module) => `import ${module}`), ...froms].map((line) => `${line}\n`).join('');
}

/** Absolute names first, then relative ones from the furthest. */
function byModule(a: string, b: string): number {
  const dots = (name: string): number => /^\.*/.exec(name)?.[0].length ?? 0;
  return dots(a) === 0 || dots(b) === 0 ? dots(a) - dots(b) || byLetters(a, b) : dots(b) - dots(a) || byLetters(a, b);
}

/** As isort compares names: by their letters, whatever their case. */
function byLetters(a: string, b: string): number {
  const [low, other] = [a.toLowerCase(), b.toLowerCase()];
  return low === other ? (a < b ? -1 : 1) : low < other ? -1 : 1;
}

function rank(name: string): number {
  return /^[A-Z][A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2;
}
