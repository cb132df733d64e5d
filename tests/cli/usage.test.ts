import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOOKSHOP, pystd, repository, ROOT, shell, THREE } from './pystd.ts';

const COMMANDS = ['check', 'fix', 'plan', 'explain', 'list', 'init', 'codemod'];
const shop = repository(BOOKSHOP);

describe('help', () => {
  test('names every command and every exit code', () => {
    const { code, out, err } = pystd(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    for (const exit of [0, 1, 2, 3, 70, 130]) expect(out).toMatch(new RegExp(`^  ${exit} `, 'm'));
  });

  test('is what no arguments at all get, on stderr and as wrong use', () => {
    const { code, out, err } = pystd([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(pystd(['--help']).out);
  });

  test.each(['help fix', 'fix --help', 'fix -h'])('of one command: %s', (line) => {
    const { code, out, err } = pystd(line.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const flag of ['--standard', '--only', '--skip', '--safety', '--include', '--exclude', '--format', '--output', '--no-color', '--quiet', '--verbose', '--dry-run', '--allow-dirty', '--commit', '--interactive']) {
      expect(out).toContain(flag);
    }
  });

  test('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(pystd(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(pystd(['-V']).out).toBe(`${version}\n`);
  });
});

describe('wrong use says what is meant, on stderr, and ends with 2', () => {
  test.each([
    ['chekc', /unknown command 'chekc'[^]*Did you mean check\?/],
    ['codemod nwe x', /unknown command 'nwe'[^]*Did you mean new\?/],
    ['codemod', /Usage: pystd codemod/],
    ['--verison', /Did you mean --version\?/],
    ['check --formt json', /Did you mean --format\?/],
    ['check --format xml', /Allowed choices are text, json, github/],
    ['fix --format github', /Allowed choices are text, json, patch, markdown/],
    ['plan --format patch', /Allowed choices are text, json\./],
    ['check --safety manual', /Allowed choices are safe, review/],
    ['explain', /missing required argument 'id'/],
    ['codemod new', /missing required argument 'id'/],
    ['check a b', /too many arguments/],
    ['check --only', /argument missing/],
    ['check --only ,', /Name at least one/],
    ['list rule', /Allowed choices are codemods, rules, standards/],
    ['check --only gitignore-hygien', /There is no codemod gitignore-hygien\. Did you mean gitignore-hygiene\?/],
    ['check --skip docsgating', /Did you mean docs-gating\?/],
    ['fix --only framework/docs-url-gated', /It is a rule; docs-gating looks after it/],
    ['plan --only zzzzzzzzzzzz', /`pystd list codemods` shows them/],
    ['explain docs-gatin', /There is no codemod and no rule docs-gatin\. Did you mean docs-gating\?/],
    ['explain docs-url-gated', /Did you mean framework\/docs-url-gated\?/],
    ['explain pystd/sintax', /Did you mean pystd\/syntax\?/],
    ['explain zzzzzzzzzzzz', /`pystd list rules` show them/],
    ['check --standard uv-layerd', /There is no standard `uv-layerd`\. Did you mean `uv-layered`\?/],
    ['list rules --standard ./company', /files of your own, which end in `\.toml`/],
    ['check --level strict', /The standard `uv-layered` has no level `strict`\. It has no levels/],
    ['check --standard fibex --level telco', /no level `telco`\. .*`telco-critical`/],
  ])('%s', (line, words) => {
    const { code, out, err } = pystd(line.split(' '), { cwd: shop.path });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe('choosing', () => {
  test('--only takes lists and may be said again; the plan has its own order', () => {
    const { out } = pystd(['plan', '--only', 'package-inits,docs-gating', '--only', 'gitignore-hygiene', '--format', 'json'], { cwd: shop.path });
    const plan = JSON.parse(out) as { order: { codemod: string }[]; leftOut: { because: string }[] };
    expect(plan.order.map(({ codemod }) => codemod)).toEqual(['gitignore-hygiene', 'package-inits', 'docs-gating']);
    expect(new Set(plan.leftOut.map(({ because }) => because))).toEqual(new Set(plan.leftOut.length > 0 ? ['It is not among those that `only` names.'] : []));
  });

  test('--skip wins over --only', () => {
    const { code, out } = pystd(['check', ...THREE, '--skip', 'docs-gating,gitignore-hygiene'], { cwd: shop.path });
    expect(code).toBe(1);
    expect(out).toContain('[structure/package-inits]');
    expect(out).not.toMatch(/docs-url-gated|workflow\/gitignore/);
  });

  test('a codemod that was named and does not run says why', () => {
    const plain = repository({ 'README.md': 'Nothing to see.\n' });
    const { code, out, err } = pystd(['check', '--only', 'docs-gating'], { cwd: plain.path });
    expect({ code, out }).toEqual({ code: 0, out: 'Nothing found by the checks of uv-layered.\n' });
    expect(err).toBe('docs-gating does not run. The repository has nothing it looks after.\n');
  });

  test('--safety safe leaves to a person what wants a review', () => {
    const { out } = pystd(['fix', '--dry-run', ...THREE, '--safety', 'safe'], { cwd: shop.path });
    expect(out).toMatch(/^2 patches proposed/m);
    expect(out).toMatch(/^bookshop\/main\.py:6:7 review /m);
  });

  test('--include and --exclude choose the files', () => {
    const found = (...args: string[]): string[] => {
      const { findings } = JSON.parse(pystd(['check', ...THREE, '--format', 'json', ...args], { cwd: shop.path }).out) as { findings: { path: string }[] };
      return [...new Set(findings.map(({ path }) => path))];
    };
    expect(found()).toEqual(['.gitignore', 'bookshop/admin.py', 'bookshop/api/__init__.py', 'bookshop/main.py']);
    expect(found('--include', 'bookshop/*.py')).toEqual(['bookshop/admin.py', 'bookshop/main.py']);
    expect(found('--exclude', 'admin.py,.gitignore')).toEqual(['bookshop/api/__init__.py', 'bookshop/main.py']);
    expect(found('--include', 'bookshop/*.py', '--exclude', 'main.py')).toEqual(['bookshop/admin.py']);
  });
});

describe('what is shown', () => {
  test('list: a line for each codemod, rule and standard', () => {
    expect(pystd(['list']).out).toBe(pystd(['list', 'codemods']).out);
    expect(pystd(['list', 'codemods']).out).toMatch(/^docs-gating +Serve the API docs only where the settings allow it \(review\)$/m);
    expect(pystd(['list', 'standards']).out).toMatch(/^uv-layered +.*: \d+ rules \(default\)$/m);
    expect(pystd(['list', 'standards']).out).toMatch(/^fibex .*levels standard, telco-critical$/m);
    const rules = pystd(['list', 'rules']).out;
    expect(rules).toMatch(/^pystd\/syntax .*\(always on\)$/m);
    expect(rules).toMatch(/^framework\/docs-url-gated .*\(codemod docs-gating\)$/m);
    expect(pystd(['list', 'rules', '--standard', 'fibex']).out).not.toBe(rules);
  });

  test('explain: a codemod', () => {
    const { code, out, err } = pystd(['explain', 'docs-gating']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^docs-gating: Serve the API docs/);
    expect(out).toMatch(/^Safety +review$/m);
    expect(out).toMatch(/^Rules +framework\/docs-url-gated$/m);
    expect(out).toMatch(/^Options +field = "DEBUG"$/m);
  });

  test('explain: a rule, also one that the standard in force does not ask for', () => {
    expect(pystd(['explain', 'framework/docs-url-gated']).out).toMatch(/^Seen by +codemod docs-gating$/m);
    const other = pystd(['explain', 'framework/docs-url-gated', '--standard', 'fibex']);
    expect(other.code).toBe(0);
    expect(other.out).toMatch(/^Standards .*uv-layered/m);
  });

  test("explain: a rule of pystd's own", () => {
    expect(pystd(['explain', 'pystd/syntax'])).toEqual({
      code: 0,
      out: "pystd/syntax\n\nA Python file that a codemod needs to read parses; one that does not is left alone.\nPystd's own rule, in force under every standard.\n",
      err: '',
    });
  });

  test('plan: what runs, in order, and why the rest does not', () => {
    const { code, out } = pystd(['plan', '--skip', 'package-inits'], { cwd: shop.path });
    expect(code).toBe(0);
    expect(out).toMatch(/^Standard uv-layered\n1\. /);
    expect(out).toMatch(/^\d+\. docs-gating \(review\) Serve the API docs/m);
    expect(out).toMatch(/^- {2}package-inits: It is among those that `skip` names\.$/m);
  });

  test('check as annotations: paths from the top of the work tree', () => {
    const nested = repository(Object.fromEntries(Object.entries(BOOKSHOP).map(([path, text]) => [`services/shop, old/${path}`, text])));
    const { code, out } = pystd(['check', 'services/shop, old', '--only', 'docs-gating', '--format', 'github'], { cwd: nested.path });
    expect(code).toBe(1);
    expect(out).toMatch(
      /^::warning file=services\/shop%2C old\/bookshop\/admin\.py,line=4,col=9,endLine=4,endColumn=27,title=framework\/docs-url-gated::The API docs may be open: .+\n::notice file=services\/shop%2C old\/bookshop\/main\.py,line=6,col=7,endLine=6,endColumn=35,title=framework\/docs-url-gated::The API docs are open: .+\n$/,
    );
  });
});

describe('remarks go to stderr', () => {
  test('--quiet: only the result', () => {
    const plain = pystd(['check', '--only', 'docs-gating'], { cwd: shop.path });
    expect(pystd(['check', '--only', 'docs-gating', '--quiet'], { cwd: shop.path })).toEqual({ ...plain, err: '' });
    const missing = repository({ 'a.txt': '' });
    expect(pystd(['check', '--only', 'docs-gating', '--quiet'], { cwd: missing.path }).err).toBe('');
  });

  test('--quiet does not silence errors', () => {
    expect(pystd(['check', 'nowhere', '--quiet']).err).toMatch(/^There is no folder /);
  });

  test.each(['check', 'fix --dry-run'])('--verbose: %s says why codemods do not run', (command) => {
    const plain = pystd([...command.split(' '), '--skip', 'docs-gating'], { cwd: shop.path });
    const verbose = pystd([...command.split(' '), '--skip', 'docs-gating', '--verbose'], { cwd: shop.path });
    expect(plain.err).toBe('');
    expect(verbose.err).toMatch(/^docs-gating does not run\. It is among those that `skip` names\.$/m);
    expect(verbose.out).toBe(plain.out);
  });

  test.each(['list', 'explain docs-gating', 'plan'])('%s takes the flags too', (command) => {
    const { code, err } = pystd([...command.split(' '), '--quiet', '--verbose', '--no-color'], { cwd: shop.path });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

describe('colours', () => {
  const ESCAPE = '\u001B[';
  const fix = ['fix', '--dry-run', ...THREE];
  const bare = (text: string): string => text.replaceAll(/\u001B\[\d+m/g, '');

  test.each<[string, boolean, string[], Record<string, string>]>([
    ['a pipe', false, [], {}],
    ['a pipe of a continuous integration job', false, [], { CI: 'true' }],
    ['--color', true, ['--color'], {}],
    ['--color, over NO_COLOR', true, ['--color'], { NO_COLOR: '1' }],
    ['FORCE_COLOR', true, [], { FORCE_COLOR: '1' }],
    ['FORCE_COLOR=0', false, [], { FORCE_COLOR: '0' }],
    ['NO_COLOR, over FORCE_COLOR', false, [], { NO_COLOR: '1', FORCE_COLOR: '1' }],
    ['an empty NO_COLOR is none', true, [], { NO_COLOR: '', FORCE_COLOR: '1' }],
    ['--no-color, over FORCE_COLOR', false, ['--no-color'], { FORCE_COLOR: '1' }],
  ])('%s: %s', (_, wanted, args, env) => {
    expect(pystd(['list', 'codemods', ...args], { env }).out.includes(ESCAPE)).toBe(wanted);
  });

  test('are all that they add', () => {
    for (const command of [fix, ['check', ...THREE], ['plan']]) {
      const { out } = pystd([...command, '--color'], { cwd: shop.path });
      expect(out).toContain(ESCAPE);
      expect(bare(out)).toBe(pystd(command, { cwd: shop.path }).out);
    }
  });

  test('are only for people', () => {
    for (const line of ['fix --dry-run --format patch', 'fix --dry-run --format markdown', 'check --format github']) {
      expect(pystd([...line.split(' '), ...THREE, '--color'], { cwd: shop.path }).out).not.toContain(ESCAPE);
    }
  });

  test('and a progress line are there on a terminal, and not on a dumb one', () => {
    const onTerminal = (environment: string): string => shell(`script -qec '${environment} "${process.execPath}" "$PROGRAM" check --only docs-gating' /dev/null </dev/null`, { cwd: shop.path, env: { PROGRAM: join(ROOT, 'dist/pystd.js') } }).out;
    const colourful = onTerminal('TERM=xterm');
    expect(colourful).toContain(`${ESCAPE}36mbookshop/admin.py:4:9${ESCAPE}39m`);
    expect(colourful).toContain(`\r${ESCAPE}2K1/1 docs-gating\r${ESCAPE}2K`);
    expect(onTerminal('TERM=dumb')).not.toContain(`${ESCAPE}36m`);
    expect(onTerminal('TERM=xterm NO_COLOR=1')).not.toContain(`${ESCAPE}36m`);
  });
});

describe('pipes', () => {
  // Enough for a result that no pipe holds at once.
  const FILES = 700;
  const many = repository(Object.fromEntries(Array.from({ length: FILES }, (_, n) => [`m${n}.py`, 'from fastapi import FastAPI\napp = FastAPI(**{})\n'])));

  test('a reader that has seen enough is no failure', () => {
    const { code, out, err } = shell('set -o pipefail; pystd check --only docs-gating | head -1; echo "${PIPESTATUS[0]}"', { cwd: many.path });
    expect(out).toMatch(/^m0\.py:2:7 manual .*\n1\n$/);
    expect(err).not.toMatch(/EPIPE|    at /);
    expect(code).toBe(0);
  });

  test('a slow reader gets everything', () => {
    const { out } = shell('pystd check --only docs-gating | { sleep 0.3; wc -l; }', { cwd: many.path });
    expect(out.trim()).toBe(String(FILES + 2));
  });

  test('a closed stderr is no failure either', () => {
    expect(shell('pystd check --only docs-gating --verbose 2>&- | tail -1', { cwd: many.path }).out).toMatch(new RegExp(`^${FILES} findings`));
  });

  test('a result that cannot be written is told', () => {
    const { code, out, err } = shell('pystd check --only docs-gating >/dev/full', { cwd: many.path });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/The result could not be written: ENOSPC\.\n$/);
    expect(err).not.toMatch(/^\s+at /m);
  });
});
