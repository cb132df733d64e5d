import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsPython } from '../support/settings-values.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/settings-class');
const CONFIG = 'app/core/config.py';
const TEXTS: readonly string[] = ['', ' ', 'true', ' True\n', 'TRUE', '1', '0', '5', ' 7 ', '-3', 'no', 'x', 'a,b', ' a ,, b', '[]', '["a"]', 'null', '{0}', 'å', 'https://shop.example'];

type Outcome = Readonly<Record<string, string>>;
type Environment = Readonly<Record<string, string>>;

interface Holder {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly object: string;
  readonly names: readonly string[];
  readonly variables: readonly string[];
  readonly environments: readonly Environment[];
}

/** A fixture whose class is turned, with everything that may be asked of its object. */
function holderIn(name: string): Holder {
  const [before, after] = [join(FIXTURES, name, 'before', CONFIG), join(FIXTURES, name, 'after', CONFIG)];
  const text = readFileSync(before, 'utf8');
  const body = /\nclass \w+:\n([\s\S]*?)\n(?=\S)/.exec(text)?.[1] ?? '';
  const names = [...body.matchAll(/^ {4}(?:def )?([A-Za-z_]\w*)(?=\(self\)|:| =)/gm)].flatMap(([, one]) => one ?? []);
  const variables = [...new Set([...text.matchAll(/(?:getenv\(|environ\.get\(|environ\[)\s*["'](\w+)["']/g)].flatMap(([, one]) => one ?? []))];
  const needed = Object.fromEntries([...text.matchAll(/environ\["(\w+)"\]/g)].map(([, one]) => [one ?? '', 'needed']));
  const alone = variables.flatMap((variable) => TEXTS.map((value): Environment => ({ ...needed, [variable]: value })));
  const together = TEXTS.map((value): Environment => Object.fromEntries(variables.map((variable) => [variable, value])));
  // Names of fields that are no variables of their own must not become some.
  const strangers: Environment = { ...needed, ...Object.fromEntries(names.filter((one) => !variables.includes(one)).map((one) => [one, 'stranger'])) };
  return { name, before, after, object: /\nsettings = /.test(text) ? 'settings' : (/\ndef (get_\w+)\(/.exec(text)?.[1] ?? '') + '()', names, variables, environments: [{}, needed, strangers, ...alone, ...together] };
}

const holders = readdirSync(FIXTURES).filter((name) => name.startsWith('holder-') && existsSync(join(FIXTURES, name, 'after'))).sort().map(holderIn);
const results = JSON.parse(execFileSync(settingsPython(), [join(import.meta.dirname, '../support/holder_values.py')], { input: JSON.stringify(holders), encoding: 'utf8', maxBuffer: 1 << 28 })) as (readonly [Outcome, Outcome])[][];

describe('an object of a class that is turned has what it had', () => {
  it.each(holders.map((holder, at) => [holder.name, holder, at] as const))('%s', (_, { names, environments }, at) => {
    expect(names.length).toBeGreaterThan(1);
    const different = environments.flatMap((environment, index) => {
      const [before, after] = results[at]?.[index] ?? [{ fails: 'missing' }, {}];
      return isSame(before, after, environment) ? [] : [{ environment, before, after }];
    });
    expect(different).toEqual([]);
  });
});

/** The same value of everything; what failed may fail when the settings are made, and a secret has lost its default. */
function isSame(before: Outcome, after: Outcome, environment: Environment): boolean {
  const failed = 'fails' in before || Object.values(before).some((value) => value.startsWith('fails'));
  if ('fails' in after) return after['fails'] === 'ValidationError' && (failed || ('SECRET_KEY' in before && !('SECRET_KEY' in environment)));
  // A path of the module itself shows where the fixture lies.
  return JSON.stringify(before).replaceAll('/before/', '/after/') === JSON.stringify(after);
}
