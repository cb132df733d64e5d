import { describe, expect, it } from 'vitest';
import { isRequirementsName, planRequirements, roleByName, sortFiles, type RequirementsPlan } from '../../src/packaging/pip/index.ts';

const facts = { projectName: () => 'shelves', fromProject: (path: string) => (path.startsWith('/') ? undefined : path.replace(/^\.\//, '')) };

function plan(files: Readonly<Record<string, string>>): RequirementsPlan | undefined {
  return planRequirements({ files: sortFiles(new Map(Object.entries(files))), facts, constraintsIn: () => undefined });
}

const values = (list: { readonly items: readonly { readonly value: unknown }[] } | undefined): unknown[] => (list?.items ?? []).map(({ value }) => value);

describe('names of requirements files', () => {
  it.each([
    ['requirements.txt', 'main'], ['requirements.in', 'main'], ['requirements/base.txt', 'main'], ['requirements-dev.txt', 'dev'], ['dev-requirements.in', 'dev'], ['requirements_test.txt', 'test'],
    ['requirements/testing.txt', 'test'], ['requirements/docs.txt', 'docs'], ['requirements/production.txt', 'production'], ['requirements-gpu.txt', 'unknown'],
  ])('%s is for %s', (path, wanted) => {
    const role = roleByName(path);
    expect(role.kind === 'group' ? role.group : role.kind).toBe(wanted);
    expect(isRequirementsName(path)).toBe(true);
  });

  it.each(['uv-pins.txt', 'constraints.txt', 'docs/requirements.txt', 'requirements.md', 'robots.txt'])('%s is none of the project', (path) => expect(isRequirementsName(path)).toBe(false));
});

describe('planRequirements', () => {
  it('resolves includes: into groups by name, into the runtime dependencies in place', () => {
    const made = plan({ 'requirements.txt': '-r requirements/extra.txt\nfastapi==0.1\n', 'requirements/extra.txt': '# first\nhttpx\n', 'requirements-test.txt': '-r requirements.txt\npytest\n', 'requirements-dev.txt': '-r requirements-test.txt\nruff\n' });
    expect(values(made?.dependencies)).toEqual(['httpx', 'fastapi==0.1']);
    expect(made?.dependencies.items[0]?.above).toEqual(['# first']);
    expect(made?.groups.map(({ name, list }) => [name, values(list)])).toEqual([['test', ['pytest']], ['dev', [{ 'include-group': 'test' }, 'ruff']]]);
    expect(made?.roles.get('requirements-dev.txt')).toEqual({ kind: 'group', group: 'dev', withMain: true });
    expect(made?.remarks).toEqual([]);
  });

  it('takes a compiled file for a lock and never for a source', () => {
    const made = plan({ 'requirements.in': 'fastapi\n', 'requirements.txt': 'fastapi==0.1\n    # via -r requirements.in\nstarlette==0.2\n    # via fastapi\n' });
    expect(values(made?.dependencies)).toEqual(['fastapi']);
    expect(made?.locks).toEqual(['requirements.txt']);
    expect(made?.roles.get('requirements.txt')).toEqual({ kind: 'main' });
  });

  it.each([
    ['two main files', { 'requirements.txt': 'a\n', 'requirements/base.txt': 'b\n' }],
    ['a file beside its source that is not made of it', { 'requirements.in': 'a\n', 'requirements.txt': 'a>=1\n' }],
    ['an included file that is not there', { 'requirements.txt': '-r missing.txt\na\n' }],
    ['development tools at run time', { 'requirements.txt': '-r requirements-dev.txt\na\n', 'requirements-dev.txt': 'b\n' }],
    ['options of one requirement', { 'requirements.txt': 'a --global-option="x"\n' }],
    ['variables', { 'requirements.txt': 'a @ https://${TOKEN}@bookshop.example/a-1-py3-none-any.whl\n' }],
    ['versions that exclude each other', { 'requirements.txt': 'a<2\na==2.5\n' }],
    ['a path out of the repository', { 'requirements.txt': '-e /srv/shelves\n' }],
    ['Mercurial', { 'requirements.txt': 'a @ hg+https://bookshop.example/a\n' }],
  ])('refuses %s', (_, files) => expect(plan(files)?.remarks.some(({ kind }) => kind === 'refusal')).toBe(true));

  it('gives indexes in the order uv asks them, and sources', () => {
    const made = plan({ 'requirements.txt': '-i https://main.bookshop.example/simple\n--extra-index-url https://me:you@more.bookshop.example/simple\n--find-links https://bookshop.example/wheels/\na @ git+ssh://git@bookshop.example/shop/a.git@v1#subdirectory=py\n-e ./libs/shelves[post]\n' });
    expect(made?.indexes).toEqual([
      { name: 'more', url: 'https://more.bookshop.example/simple' },
      { name: 'bookshop', url: 'https://bookshop.example/wheels/', format: 'flat' },
      { name: 'main', url: 'https://main.bookshop.example/simple', default: true },
    ]);
    expect(Object.fromEntries(made?.sources ?? [])).toEqual({ a: { git: 'ssh://git@bookshop.example/shop/a.git', rev: 'v1', subdirectory: 'py' }, shelves: { path: 'libs/shelves', editable: true } });
    expect(values(made?.dependencies)).toEqual(['a', 'shelves[post]']);
    expect(made?.remarks.map(({ kind }) => kind)).toEqual(['person']);
  });
});
