import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { comparePaths } from '../repo/path.ts';
import { generatedFiles, type GeneratedFile } from './generated-files.ts';

/** The texts of all files below `codemods` and `fixtures/<id>/example`, by path from the root. */
function sourcesIn(root: string): ReadonlyMap<string, string> {
  const paths = ['codemods', 'fixtures'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/')),
  );
  const wanted = paths.filter((path) => /^codemods\/.*\.(ts|toml)$|^codemods\/[^/]+\/measured\.md$|^fixtures\/[^/]+\/example\//.test(path)).sort(comparePaths);
  return new Map(wanted.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function isStale(root: string, { path, text }: GeneratedFile): boolean {
  try {
    return readFileSync(join(root, path), 'utf8') !== text;
  } catch {
    return true;
  }
}

/** `npm run generate`: writes the generated files that differ; with `--check` only names them. Returns the exit code. */
function generate(root: string, checkOnly: boolean): number {
  const generation = generatedFiles(sourcesIn(root));
  if ('problems' in generation) {
    for (const { file, line, message, hint } of generation.problems) console.error(`${file}:${line} ${message}${hint === undefined ? '' : ` ${hint}`}`);
    return 1;
  }
  const stale = generation.files.filter((file) => isStale(root, file));
  for (const file of stale) {
    console.log(checkOnly ? `${file.path} is stale: run \`npm run generate\`.` : `${file.path} is written.`);
    if (checkOnly) continue;
    mkdirSync(dirname(join(root, file.path)), { recursive: true });
    writeFileSync(join(root, file.path), file.text);
  }
  return checkOnly && stale.length > 0 ? 1 : 0;
}

process.exitCode = generate(process.cwd(), process.argv.includes('--check'));
