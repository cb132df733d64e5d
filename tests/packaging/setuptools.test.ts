import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/text/apply.ts';
import { readSetupCfg, setuptoolsProject, withoutMoved, type SetupArguments } from '../../src/packaging/setuptools/index.ts';

const about = (more: Readonly<Record<string, string | readonly string[]>>): SetupArguments => new Map<string, string | readonly string[]>([['name', 'bookshop'], ['version', '1.0'], ...Object.entries(more)]);

describe('setuptoolsProject', () => {
  it('reads requirements with their comments', () => {
    const made = setuptoolsProject(about({ install_requires: ['# web', 'fastapi >= 0.1  # fast', 'httpx'] }));
    expect(made).toMatchObject({ dependencies: { items: [{ value: 'fastapi>=0.1', above: ['# web'], behind: '# fast' }, { value: 'httpx', above: [] }] }, moved: ['name', 'version', 'install_requires'] });
  });

  it.each([
    ['an unknown argument', { ext_modules: '' }], ['a version from elsewhere', { version: 'attr: bookshop.version' }], ['a long description in the script', { long_description: 'All about books' }], ['no requirement', { install_requires: ['>= 1'] }], ['no Python', { python_requires: 'three' }],
  ])('refuses %s', (_, more) => expect(setuptoolsProject(about(more))).toHaveProperty('problem'));

  it('refuses what has no name', () => expect(setuptoolsProject(new Map([['version', '1.0']]))).toHaveProperty('problem'));
});

describe('setup.cfg', () => {
  const TEXT = '[metadata]\nname = bookshop\nversion = 1.0\n\n[options]\npackages = find:\ninstall-requires =\n    httpx\n\n[flake8]\nmax-line-length = 100\n';

  it('is read by the names of setup()', () => expect(readSetupCfg(TEXT)).toEqual(new Map<string, unknown>([['name', 'bookshop'], ['version', '1.0'], ['packages', 'find:'], ['install_requires', ['', 'httpx']]])));
  it('keeps what is not about the package', () => expect(applyEdits(TEXT, withoutMoved(TEXT, ['name', 'version', 'install_requires']))).toBe('[options]\npackages = find:\n\n[flake8]\nmax-line-length = 100\n'));
  it('is none of a package when it only configures tools', () => expect(readSetupCfg('[flake8]\nmax-line-length = 100\n')).toBeUndefined());
  it('refuses what is read when the package is built', () => expect(readSetupCfg('[metadata]\nversion = attr: bookshop.version\n')).toHaveProperty('problem'));
});
