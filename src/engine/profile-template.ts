import type { Codemod } from '../codemod/codemod.ts';

/**
 * A commented `pystd.toml` in which everything but the standard is switched off by `#`; each line of it is valid without.
 * `levels` are those of the standard; one without any has no such key.
 */
export function profileTemplate(standard: string, levels: readonly string[], standards: readonly string[], codemods: readonly Codemod<object>[]): string {
  const options = codemods.flatMap(({ id, title, options: defaults }) => [
    `# ${title}.`,
    `# [codemods.${id}]`,
    ...Object.entries(defaults).map(([name, value]) => `# ${name} = ${JSON.stringify(value)}`),
    '',
  ]);
  return [
    '# How pystd treats this repository. `pystd explain <rule>` tells what each rule asks for.',
    '',
    `# One of ${standards.join(', ')}, or a file of your own: "standards/company.toml".`,
    `standard = "${standard}"`,
    ...(levels[0] === undefined ? [] : [`# One of ${levels.join(', ')}.`, `# level = "${levels[0]}"`]),
    '',
    '# Codemods to run; without this all that the standard needs.',
    `# only = [${codemods.map(({ id }) => `"${id}"`).join(', ')}]`,
    ...also(codemods),
    '# Codemods to leave out.',
    '# skip = []',
    '# The least safe changes that may be made: "safe" keeps the meaning of the program, "review" wants a person to agree.',
    '# safety = "review"',
    '',
    '# Files to look at, and files to leave out of everything, as patterns of a .gitignore.',
    '# include = ["services/"]',
    '# exclude = ["legacy/"]',
    '# Files that are reported but never edited.',
    '# protect = ["app/generated/"]',
    '',
    ...options,
  ].join('\n');
}

/** The codemods that a plan does not take along by itself. */
function also(codemods: readonly Codemod<object>[]): readonly string[] {
  const ids = codemods.flatMap(({ id, onRequest }) => (onRequest ? [`"${id}"`] : []));
  return ids.length === 0 ? [] : ['# Codemods that run only when they are named, to run beside the others.', `# also = [${ids.join(', ')}]`];
}
