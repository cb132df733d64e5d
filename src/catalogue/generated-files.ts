import type { Problem } from '../engine/problem.ts';
import { readRules } from '../engine/rule.ts';
import { readStandard, standardIds, type Standard } from '../engine/standard.ts';
import { comparePaths } from '../repo/path.ts';
import { catalogueModule } from './catalogue-module.ts';
import { checkMetadata } from './check-metadata.ts';
import { codemodReadme } from './codemod-readme.ts';
import { pystdSchema, standardSchema } from './data-schemas.ts';
import { describeCodemods } from './described.ts';
import { exampleOf } from './example.ts';
import { codemodsReadme, standardsReadme } from './overview.ts';

/** A file of this repository that is made from others. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** The generated files in path order, or why there are none. */
export type Generation = { readonly files: readonly GeneratedFile[] } | { readonly problems: readonly [Problem, ...Problem[]] };

/** Makes every generated file from the texts below `codemods` and `fixtures`, by path. Reads nothing else and writes nothing. */
export function generatedFiles(sources: ReadonlyMap<string, string>): Generation {
  const { codemods, problems: unreadable } = describeCodemods(sources);
  const { standards, problems: unsound } = readStandards(sources);
  const { rules } = readRules(standardTexts(sources));
  const [standard] = standards;
  const examples = new Map(codemods.map(({ id }) => [id, exampleOf(id, sources)]));
  const missing = codemods.flatMap(({ id }) => (examples.get(id) ? [] : [`fixtures/${id}/example`])).map((path) => problem(path, `There is no \`${path}\`: the README shows what the codemod does to it.`));
  const mistakes = unsound.length > 0 ? [] : checkMetadata(codemods, rules);
  const [first, ...others] = [...unreadable, ...unsound, ...mistakes, ...missing];
  if (first) return { problems: [first, ...others] };
  const parts = { codemods, standards, rules, known: standard?.known ?? new Map() };
  const shipped = new Set(codemods.map(({ id }) => id));
  const files = [
    { path: 'codemods/catalogue.generated.ts', text: catalogueModule(codemods) },
    { path: 'codemods/README.md', text: codemodsReadme(codemods, standards) },
    { path: 'codemods/standards/README.md', text: standardsReadme(codemods, standards, rules) },
    { path: 'codemods/pystd.schema.json', text: `${JSON.stringify(pystdSchema(parts), null, 2)}\n` },
    { path: 'codemods/standards/standard.schema.json', text: `${JSON.stringify(standardSchema(parts), null, 2)}\n` },
    ...codemods.flatMap((codemod) => {
      const example = examples.get(codemod.id);
      return example ? [{ path: `codemods/${codemod.id}/README.md`, text: codemodReadme(codemod, example, sources.get(`codemods/${codemod.id}/measured.md`), rules, standards, shipped) }] : [];
    }),
  ];
  return { files: files.sort((a, b) => comparePaths(a.path, b.path)) };
}

const STANDARDS = 'codemods/standards/';

function standardTexts(sources: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const inside = [...sources].filter(([path]) => path.startsWith(STANDARDS) && path.endsWith('.toml'));
  return new Map(inside.map(([path, text]) => [path.slice(STANDARDS.length), text]));
}

function readStandards(sources: ReadonlyMap<string, string>): { readonly standards: readonly Standard[]; readonly problems: readonly Problem[] } {
  const texts = standardTexts(sources);
  const standards: Standard[] = [];
  const problems = new Map<string, Problem>();
  for (const id of standardIds(texts)) {
    const read = readStandard(id, texts, undefined);
    if ('standard' in read) standards.push(read.standard);
    else for (const each of read.problems) problems.set(JSON.stringify(each), { ...each, file: STANDARDS + each.file });
  }
  return { standards, problems: [...problems.values()] };
}

function problem(file: string, message: string): Problem {
  return { file, line: 1, message, hint: undefined };
}
