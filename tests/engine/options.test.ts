import { describe, expect, it } from 'vitest';
import { codemods } from '../../codemods/catalogue.generated.ts';
import type { Codemod } from '../../src/codemod/codemod.ts';
import { kindOf } from '../../src/engine/params.ts';
import { optionsFor, parameterOf, readProfile } from '../../src/engine/profile.ts';
import { readStandard, type Standard } from '../../src/engine/standard.ts';
import type { PlainTable } from '../../src/formats/toml/read-data.ts';
import { snapshotFrom } from '../support/case.ts';
import { shippedStandards } from '../support/standards.ts';

function standardOf(id: string): Standard {
  const read = readStandard(id, shippedStandards(), undefined);
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.standard;
}

const shelf: Codemod<object> = {
  id: 'shelf',
  title: 'Put books on the shelf',
  why: '',
  rules: ['structure/config-module'],
  safety: 'safe',
  options: { module: 'config.py', accessor: 'none', tiers: ['one'], quiet: false },
  parameters: { module: 'structure/config-module.path', accessor: 'config/settings-accessor.pattern', tiers: 'config/environment-tiers.tiers', quiet: 'structure/config-module.path' },
  applies: () => true,
  run: () => {},
};

describe('the options of a codemod', () => {
  const profileOf = (text: string) => readProfile(snapshotFrom(new Map([['pystd.toml', text]])), [shelf]).profile;

  it('take the parameters of rules, asked for or assumed, where their kind fits', () => {
    expect(optionsFor(shelf, standardOf('uv-layered'), profileOf(''))).toEqual({
      module: 'src/core/config.py', accessor: 'module-singleton', tiers: ['development', 'staging', 'production'], quiet: false,
    });
    expect(optionsFor(shelf, standardOf('backend-defaults'), profileOf(''))).toMatchObject({ module: 'src/core/config.py', accessor: 'lru_cache-getter' });
    expect(optionsFor(shelf, standardOf('lane-python'), profileOf(''))).toMatchObject({ module: 'app/config.py', tiers: ['one'] });
  });

  it('give way to the repository', () => {
    expect(optionsFor(shelf, standardOf('uv-layered'), profileOf('[codemods.shelf]\nmodule = "books.py"\n'))).toMatchObject({ module: 'books.py' });
  });
});

describe('the parameters that codemods name', () => {
  const named = codemods.flatMap((codemod) => Object.entries((codemod.parameters ?? {}) as Readonly<Record<string, string>>).map(([option, parameter]) => [codemod, option, parameter] as const));
  const { known } = standardOf('uv-layered');

  it('exist and are of the kind of their option', () => {
    for (const [codemod, option, parameter] of named) {
      const [rule, key] = parameterOf(parameter);
      const standing = (codemod.options as PlainTable)[option];
      expect(standing, `${codemod.id}.${option}`).toBeDefined();
      expect([...(known.get(rule)?.get(key) ?? [])], parameter).toContain(standing === undefined ? '' : kindOf(standing));
    }
  });
});
