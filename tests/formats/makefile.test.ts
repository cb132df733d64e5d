import { describe, expect, it } from 'vitest';
import { readJustfile, readMakefile, removePrerequisite, removeScript, removeVariable, renameVariable, replaceName, replaceValue, type Makefile } from '../../src/formats/makefile/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

const SHOP = `# till
TILL := till # program
export SHELF ?= a \\
  b
BOOKS = $(shell $(TILL) list (x))
ifdef CI
install: .stamp
endif
.stamp: till.lock pyproject.toml | build
	@$(TILL) install \\
	  --now
	-touch \${TILL}.stamp

.PHONY: run
run: DEBUG = 1
run: $(BOOKS) ; till run
	till a # b
define HELP
	till no
endef
a b: c:
	till z`;

const scripts = (file: Makefile): string[] => file.rules.flatMap(({ recipe }) => recipe.map(({ span }) => file.text.slice(span.start, span.end)));
const names = (file: Makefile): string[] => file.rules.map(({ targets, prerequisites }) => `${targets.map(({ text }) => text).join(' ')} <- ${prerequisites.map(({ text }) => text).join(' ')}`);

describe.each([['LF', SHOP], ['CRLF', SHOP.replaceAll('\n', '\r\n')]])('readMakefile (%s)', (_, text) => {
  const file = readMakefile(text);
  it('gives rules and recipes', () => {
    expect(names(file)).toEqual(['install <- .stamp', '.stamp <- till.lock pyproject.toml | build', '.PHONY <- run', 'run <- ', 'run <- $(BOOKS)', 'a b <- c:']);
    expect(scripts(file).map((one) => one.replaceAll('\r', ''))).toEqual(['$(TILL) install \\\n\t  --now', 'touch ${TILL}.stamp', ' till run', 'till a # b', 'till z']);
  });
  it('gives variables and what is run for them', () => {
    expect(file.variables.map(({ name, operator, value }) => [name, operator, value.text.replaceAll('\r', '')])).toEqual([['TILL', ':=', 'till'], ['SHELF', '?=', 'a \\\n  b'], ['BOOKS', '=', '$(shell $(TILL) list (x))']]);
    expect(file.variables.map(({ nameSpan }) => text.slice(nameSpan.start, nameSpan.end))).toEqual(['TILL', 'SHELF', 'BOOKS']);
    expect(file.substitutions.map(({ start, end }) => text.slice(start, end))).toEqual(['$(TILL) list (x)']);
  });
});

describe('edits of a Makefile', () => {
  const file = readMakefile(SHOP);
  const [rule] = file.rules.slice(1);
  it('change one place', () => {
    const [lock, project] = rule?.prerequisites ?? [];
    expect(rule && lock && project && applyEdits(SHOP, [...replaceName(lock, 'desk.lock'), ...removePrerequisite(file, rule, project)])).toBe(SHOP.replace('till.lock pyproject.toml', 'desk.lock'));
    expect(applyEdits(SHOP, file.variables.slice(0, 1).flatMap((one) => replaceValue(one, 'desk')))).toBe(SHOP.replace(':= till', ':= desk'));
    expect(applyEdits(SHOP, file.variables.slice(1, 2).flatMap(removeVariable))).toBe(SHOP.replace('export SHELF ?= a \\\n  b\n', ''));
    expect(applyEdits(SHOP, renameVariable(file, 'TILL', 'DESK'))).toBe(SHOP.replaceAll('TILL', 'DESK'));
    const [first] = rule?.recipe ?? [];
    expect(rule && first && applyEdits(SHOP, removeScript(rule, first) ?? [])).toBe(SHOP.replace('\t@$(TILL) install \\\n\t  --now\n', ''));
    const [only] = file.rules.at(-1)?.recipe ?? [];
    expect(only && removeScript(file.rules.at(-1) ?? fail(), only)).toBeUndefined();
  });
  it('know when one shell runs a recipe, and when none does', () => {
    expect(scripts(readMakefile('.ONESHELL:\na:\n\t@x\n\ty\n'))).toEqual(['x\n\ty']);
    expect(readMakefile('SHELL := /bin/bash\n').isForeign).toBe(false);
    expect(readMakefile('SHELL := python3\n').isForeign).toBe(true);
  });
});

const fail = (): never => {
  throw new Error('missing');
};

describe('readJustfile', () => {
  const text = 'set shell := ["bash", "-c"]\nversion := `till version`\nexport shelf := "a"\n\n# why\nrun *args="x: y": install (build shelf) && test # c\n    # no\n    @till run {{args}} {{ shelf }}\n\n    -till \\\n      two\n@quiet:\n\ttill q\npy:\n  #!/usr/bin/env python\n  till\nsh:\n  #!/usr/bin/env bash\n  till a\n  till b\n';
  const file = readJustfile(text);
  it('gives recipes, dependencies and variables', () => {
    expect(scripts(file)).toEqual(['till run {{args}} {{ shelf }}', 'till \\\n      two', 'till q', '  #!/usr/bin/env bash\n  till a\n  till b']);
    expect(names(file)).toEqual(['run <- install (build shelf) test', 'quiet <- ', 'py <- ', 'sh <- ']);
    expect(file.substitutions.map(({ start, end }) => text.slice(start, end))).toEqual(['till version']);
    expect(applyEdits(text, renameVariable(file, 'shelf', 'rack'))).toBe(text.replace('export shelf', 'export rack').replace('{{ shelf }}', '{{ rack }}'));
  });
  it('leaves shells it does not know', () => expect(readJustfile('set shell := ["pwsh", "-c"]\na:\n  x\n').isForeign).toBe(true));
});
