import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOOKSHOP, folderWith, pystd, repository, shell, temporaryPath, tidyBookshop, type Ending } from './pystd.ts';

const COMPANY = 'id = "company"\ntitle = "The company\'s"\nextends = "uv-layered"\noff = ["structure/package-inits"]\n\n[codemods.docs-gating]\nfield = "SHOW_DOCS"\n';

/** Runs a command on a bookshop with a `pystd.toml` and other files. */
function under(profile: string | Uint8Array, args: readonly string[] = ['check'], more: Readonly<Record<string, string>> = {}): Ending {
  return pystd(args, { cwd: repository({ ...BOOKSHOP, 'pystd.toml': profile, ...more }).path });
}

describe('pystd.toml', () => {
  test('chooses standard, codemods, safety, files and options', () => {
    const { out } = under('only = ["docs-gating", "package-inits"]\nskip = ["package-inits"]\nexclude = ["admin.py"]\n\n[codemods.docs-gating]\nfield = "SHOW"\n', ['fix', '--dry-run']);
    expect(out).toContain('+    SHOW: bool = False');
    expect(out).toMatch(/^1 patch proposed for uv-layered: 2 files .* 0 findings left/m);
    expect(under('safety = "safe"\nonly = ["docs-gating"]\n', ['fix', '--dry-run']).out).toMatch(/^0 patches proposed .* 2 findings left/m);
    expect(under('standard = "fibex"\nlevel = "telco-critical"\n', ['plan']).out).toMatch(/^Standard fibex, level telco-critical\n/);
  });

  test('protects files: they are reported, not edited', () => {
    const { code, out } = under('only = ["docs-gating"]\nprotect = ["bookshop/main.py"]\n', ['fix', '--dry-run']);
    expect(code).toBe(1);
    expect(out).toMatch(/main\.py:6:7 manual .* Not done: `bookshop\/main\.py` is protected by pystd\.toml\./);
  });

  test('is overruled by the command line', () => {
    const profile = 'standard = "fibex"\nlevel = "telco-critical"\nonly = ["docs-gating"]\nskip = ["package-inits"]\nsafety = "safe"\n';
    expect(under(profile, ['plan', '--level', 'standard']).out).toMatch(/^Standard fibex, level standard\n/);
    expect(under(profile, ['plan', '--standard', 'uv-layered']).out).toMatch(/^Standard uv-layered\n/);
    expect(under(profile, ['plan', '--only', 'package-inits']).out).toMatch(/^1\. package-inits /m);
    expect(under(profile, ['fix', '--dry-run', '--safety', 'review']).out).toMatch(/^1 patch proposed/m);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['that is no TOML', 'skip = []\nstandard = uv-layered\n', /^pystd\.toml:2: This is not TOML at column \d+: .*\n$/],
    ['with a key that means nothing', '# mine\nstandart = "fibex"\n', /^pystd\.toml:2: There is no key `standart` here\. Did you mean `standard`\?\n$/],
    ['with values of the wrong kind', 'skip = "docs-gating"\nsafety = "sfe"\n', /^pystd\.toml:1: `skip` must be a list of texts\.\npystd\.toml:2: `safety` must be one of `safe`, `review`\. Did you mean `safe`\?\n$/],
    ['with an unknown codemod', 'skip = [\n  "docs-gatin",\n]\n', /^pystd\.toml:\d: There is no codemod `docs-gatin`\. Did you mean `docs-gating`\?\n$/],
    ['with an unknown option', '\n[codemods.docs-gating]\nfeild = "A"\n', /^pystd\.toml:3: There is no key `feild` here\. Did you mean `field`\?\n$/],
    ['with an option of the wrong kind', '[codemods.docs-gating]\nfield = 1\n', /^pystd\.toml:2: `field` must be a text\.\n$/],
    ['with an unknown standard', 'skip = []\nstandard = "uv-layerd"\n', /^pystd\.toml:2: There is no standard `uv-layerd`\. Did you mean `uv-layered`\?\n$/],
    ['with an unknown level', 'standard = "fibex"\n\nlevel = "telco"\n', /^pystd\.toml:3: The standard `fibex` has no level `telco`\. /],
    ['with a level where there are none', 'level = "strict"\n', /^pystd\.toml:1: The standard `uv-layered` has no level `strict`\. It has no levels\.\n$/],
    ['naming a file that is not there', 'standard = "standards/company.toml"\n', /^pystd\.toml:1: There is no file standards\/company\.toml\.\n$/],
    ['that is not UTF-8', new Uint8Array([0x23, 0xe9, 0x0a]), /^pystd\.toml cannot be read: not UTF-8\.\n$/],
  ])('%s is told with its line, and ends with 2', (_, profile, words) => {
    const { code, out, err } = under(profile);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
  });

  test('is never passed over in silence', () => {
    const linked = repository(BOOKSHOP);
    symlinkSync(join(folderWith({ 'pystd.toml': '' }), 'pystd.toml'), join(linked.path, 'pystd.toml'));
    expect(pystd(['check'], { cwd: linked.path })).toMatchObject({ code: 2, err: 'pystd.toml cannot be read: symbolic link.\n' });
    const ignored = repository({ ...BOOKSHOP, '.gitignore': 'pystd.toml\n' });
    writeFileSync(join(ignored.path, 'pystd.toml'), 'only = []\n');
    expect(pystd(['check'], { cwd: ignored.path })).toMatchObject({ code: 2, err: expect.stringMatching(/^pystd\.toml is there, but git ignores it/) as string });
  });

  test('that is not committed yet counts all the same', () => {
    const repo = repository(BOOKSHOP);
    repo.write({ 'pystd.toml': 'only = ["package-inits"]\n' });
    expect(pystd(['fix', '--dry-run'], { cwd: repo.path }).out).toMatch(/^1 patch proposed/m);
  });
});

describe("a standard of one's own", () => {
  const file = (text: string): string => join(folderWith({ 'company.toml': text }), 'company.toml');

  test('on the command line: extends another and says otherwise', () => {
    const repo = repository(BOOKSHOP);
    const { code, out, err } = pystd(['fix', '--dry-run', '--standard', file(COMPANY)], { cwd: repo.path });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('+    SHOW_DOCS: bool = False');
    expect(out).not.toContain('__init__.py');
    expect(out).toMatch(/^\d+ patches proposed for company: /m);
    expect(pystd(['explain', 'docs-gating', '--standard', file(COMPANY)]).out).toMatch(/field = "SHOW_DOCS"/);
    expect(pystd(['list', 'rules', '--standard', file(COMPANY)]).out).not.toContain('structure/package-inits');
  });

  test('in pystd.toml, by a path from there, wherever one stands', () => {
    const repo = repository({ ...BOOKSHOP, 'pystd.toml': 'standard = "standards/company.toml"\n', 'standards/company.toml': COMPANY });
    const { out } = pystd(['check', '--format', 'json'], { cwd: repo.path });
    expect(JSON.parse(out)).toMatchObject({ standard: 'company' });
    expect(pystd(['check', '--format', 'json', repo.path]).out).toBe(out);
    expect(pystd(['check', '--format', 'json', '..'], { cwd: join(repo.path, 'bookshop') }).out).toBe(out);
  });

  test.each<[string, string, RegExp]>([
    ['a rule that is not there', `${COMPANY}[rules]\n"framework/docs-url-gate" = {}\n`, /company\.toml:9: There is no rule `framework\/docs-url-gate`\. Did you mean `framework\/docs-url-gated`\?\n$/],
    ['a rule without what it extends', COMPANY.replace('"structure/package-inits"', '"structure/package-init"'), /company\.toml:4: There is no rule `structure\/package-init`\. Did you mean `structure\/package-inits`\?\n$/],
    ['another standard that is not there', COMPANY.replace('"uv-layered"', '"uv-layerd"'), /company\.toml:3: There is no standard `uv-layerd`\. Did you mean `uv-layered`\?\n$/],
    ['another id than the file', COMPANY.replace('"company"', '"firm"'), /company\.toml:1: The id must be `company`, as the file is called\.\n$/],
    ['no title', COMPANY.replace(/^title.*\n/m, ''), /company\.toml:1: The key `title` is missing\.\n$/],
    ['itself', COMPANY.replace('"uv-layered"', '"company"'), /company\.toml:3: The standards `company` extend each other\.\n$/],
    ['no TOML', 'id = company\n', /company\.toml:1: This is not TOML at column/],
  ])('with mistakes is told with its line: %s', (_, text, words) => {
    const path = file(text);
    const { code, out, err } = pystd(['check', '--standard', path], { cwd: repository({}).path });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(err.startsWith(path)).toBe(true);
  });

  test('with mistakes in a repository is named as pystd.toml names it', () => {
    const { code, err } = under('standard = "standards/company.toml"\n', ['check'], { 'standards/company.toml': COMPANY.replace('off =', 'of =') });
    expect({ code, err }).toEqual({ code: 2, err: 'standards/company.toml:4: There is no key `of` here. Did you mean `off`?\n' });
  });

  test('that cannot be read is refused, not waited for', () => {
    const folder = temporaryPath();
    mkdirSync(join(folder, 'folder.toml'));
    expect(pystd(['plan', '--standard', join(folder, 'folder.toml')])).toMatchObject({ code: 2, err: expect.stringMatching(/folder\.toml is a folder\.\n$/) as string });
    expect(shell('mkfifo pipe.toml && pystd plan --standard pipe.toml', { cwd: folder })).toMatchObject({ code: 2, err: expect.stringMatching(/pipe\.toml is not a file\.\n$/) as string });
    expect(pystd(['plan', '--standard', '/dev/zero.toml'])).toMatchObject({ code: 2, err: expect.stringMatching(/There is no file/) as string });
    writeFileSync(join(folder, 'latin.toml'), new Uint8Array([0xe9]));
    expect(pystd(['plan', '--standard', join(folder, 'latin.toml')])).toMatchObject({ code: 2, err: expect.stringMatching(/latin\.toml is not UTF-8 text\.\n$/) as string });
  });
});

describe('init', () => {
  const uncommented = (text: string): string => text.replaceAll(/^# ?(?=\[codemods|[a-zA-Z]+ = )/gm, '');

  test('writes a file that changes nothing, and does not write it twice', () => {
    const repo = repository(BOOKSHOP);
    const before = pystd(['check'], { cwd: repo.path });
    expect(pystd(['init'], { cwd: repo.path })).toEqual({ code: 0, out: '', err: './pystd.toml is written.\n' });
    expect(pystd(['check'], { cwd: repo.path })).toEqual(before);
    const text = readFileSync(join(repo.path, 'pystd.toml'), 'utf8');
    expect(pystd(['init', '--standard', 'fibex'], { cwd: repo.path })).toEqual({ code: 2, out: '', err: './pystd.toml exists already.\n' });
    expect(readFileSync(join(repo.path, 'pystd.toml'), 'utf8')).toBe(text);
  });

  test('explains every key in a comment above it', () => {
    const repo = repository({});
    pystd(['init', '--quiet', repo.path]);
    const text = readFileSync(join(repo.path, 'pystd.toml'), 'utf8');
    for (const key of ['standard', 'only', 'skip', 'safety', 'include', 'exclude', 'protect']) expect(text).toMatch(new RegExp(`^(# )?${key} = `, 'm'));
    for (const id of ['docs-gating', 'gitignore-hygiene', 'package-inits']) expect(text).toMatch(new RegExp(`^# \\[codemods\\.${id}\\]$`, 'm'));
  });

  /** Whether the file for a standard still says nothing wrong when all of it is uncommented. */
  function staysValid(standard: string): void {
    const repo = repository(tidyBookshop());
    pystd(['init', '--quiet', '--standard', standard], { cwd: repo.path });
    const path = join(repo.path, 'pystd.toml');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(`\nstandard = "${standard}"\n`);
    expect(uncommented(text)).toMatch(/^skip = \[/m);
    writeFileSync(path, uncommented(text));
    expect(pystd(['check'], { cwd: repo.path })).toMatchObject({ code: 0, err: '' });
  }
  test('with everything uncommented is still valid', () => staysValid('fibex'));
  test('with everything uncommented is still valid for a standard without levels', () => staysValid('uv-layered'));

  test('names a file as the standard when it is a good one, looked for from the repository', () => {
    const repo = repository({ 'standards/company.toml': COMPANY });
    expect(pystd(['init', '--standard', 'standards/company.toml', repo.path]).code).toBe(0);
    expect(pystd(['plan', repo.path]).out).toMatch(/^Standard company\n/);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['a folder that is not there', ['/nonexistent/shop'], /^There is no folder \/nonexistent\/shop\.\n$/],
    ['an unknown standard', ['--standard', 'uv-layred'], /^There is no standard `uv-layred`\. Did you mean `uv-layered`\?\n$/],
    ['a standard file that is not there', ['--standard', 'company.toml'], /^There is no file company\.toml\.\n$/],
  ])('refuses %s', (_, args, words) => {
    const folder = temporaryPath();
    const { code, out, err } = pystd(['init', ...args], { cwd: folder });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
    expect(pystd(['init'], { cwd: folder }).code).toBe(0);
  });

  test('refuses a file, and does not write through a link', () => {
    const folder = folderWith({ 'a.py': '' });
    expect(pystd(['init', 'a.py'], { cwd: folder })).toMatchObject({ code: 2, err: 'a.py is not a folder.\n' });
    symlinkSync('/nonexistent/pystd.toml', join(folder, 'pystd.toml'));
    expect(pystd(['init', folder])).toMatchObject({ code: 2, err: expect.stringMatching(/exists already/) as string });
  });
});
