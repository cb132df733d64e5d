import { assert, constantFrom, array, property, string, record, option as optional } from 'fast-check';
import { describe, it, expect } from 'vitest';
import { pipToUv, poetryToUv, poetryVariable, uvToPoetry, type Arg, type Translation, type Word } from '../../src/packaging/commands/index.ts';
import { BOOKSHOP } from './commands-support.ts';

const SETTINGS = ['image', 'ci', 'dev', 'docs', 'environment'] as const;
const WORDS = ['poetry', 'uv', 'pip', 'pipenv', 'install', 'sync', 'run', 'add', 'remove', 'lock', 'export', 'version', 'show', 'env', 'use', 'config', 'self', '-r', '-E', '--with', '--only=main', '-C', '--', '-', '--group', 'docs', 'main', 'patch', 'pip', 'python', '-m', '.'];
const word = record({ value: optional(constantFrom(...WORDS), { nil: undefined }), raw: constantFrom('$X', '"$X"', '${{ a }}', '', '--a=$X') }).map(({ value, raw }): Word => ({ value, raw: value ?? raw }));
const wild = string().map((text): Word => ({ value: text, raw: text }));
const facts = { ...BOOKSHOP, requirements: () => ({ kind: 'main' }) as const };

const indexes = (translation: Translation): number[] =>
  translation.kind === 'commands' ? translation.commands.flat().flatMap((arg: Arg) => (typeof arg === 'number' ? [arg] : typeof arg === 'object' ? [arg.from] : [])) : [];

describe('any words at all', () => {
  it.each([['poetryToUv', poetryToUv, 'poetry'], ['uvToPoetry', uvToPoetry, 'uv'], ['pipToUv', pipToUv, 'pip'], ['pipToUv of Pipenv', pipToUv, 'pipenv']] as const)('%s never throws, is stable, and carries only words that are there', (_, translate, program) => {
    assert(property(array(word, { maxLength: 7 }), array(wild, { maxLength: 2 }), constantFrom(...SETTINGS), (words, tail, setting) => {
      const all = [{ value: program, raw: program }, ...words, ...tail];
      const result = translate(all, facts, setting);
      expect(translate(all, facts, setting)).toEqual(result);
      for (const index of indexes(result)) expect(index).toBeLessThan(all.length);
      if (result.kind === 'commands') expect(result.commands.every((command) => command.length > 0)).toBe(true);
    }), { numRuns: 3000 });
  });

  it('lets no unknown option vanish: it stands behind `run`, or nothing is translated', () => {
    const lines = ['install', 'sync', 'update', 'lock', 'add x', 'remove x', 'export', 'build', 'publish', 'version', 'show', 'check', 'env info', 'config a b', 'cache list', 'self add x', 'init', 'shell'];
    assert(property(constantFrom(...lines), constantFrom(...SETTINGS), constantFrom('--zebra', '--zebra=1', '-Z', '--zebra=$X', '$ZEBRA -Z'), (line, setting, odd) => {
      const words = `poetry ${line} ${odd}`.split(' ').map((raw) => ({ raw, value: raw.includes('$') ? undefined : raw }));
      expect(poetryToUv(words, BOOKSHOP, setting).kind).toBe('unknown');
    }));
    expect(poetryToUv(['poetry', 'run', 'x', '--zebra'].map((raw) => ({ raw, value: raw })), BOOKSHOP, 'dev')).toMatchObject({ commands: [['uv', 'run', 2, 3]] });
  });

  it('carries an expansion as it was written, or carries nothing', () => {
    assert(property(constantFrom('run', 'run x', 'update', 'version', 'add', 'install --with', 'install -E', 'export -o', 'publish -p', '-C', 'show', 'remove'), constantFrom('"$X"', '$X', '${{ x }}', '$(x)'), (line, raw) => {
      const words = [...`poetry ${line}`.split(' ').map((text): Word => ({ raw: text, value: text })), { raw, value: undefined }];
      const result = poetryToUv(words, BOOKSHOP, 'dev');
      if (result.kind === 'commands') expect(indexes(result)).toContain(words.length - 1);
      else expect(result.kind).toBe('unknown');
    }));
  });

  it('has an answer for every variable', () => {
    assert(property(string(), optional(string(), { nil: undefined }), (name, value) => {
      const result = poetryVariable(`POETRY_${name}`, value);
      expect('name' in result || 'removed' in result || 'because' in result).toBe(true);
    }));
  });
});
