import { packageRoot } from '../../host/package-files.ts';
import { ownFileExists, writeNewFile } from '../../host/own-file.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { DEFAULT_STANDARD, loadStandard } from '../standards.ts';

/** `pystd codemod new`: the folder, a failing example and what to do next. Works in a checkout of pystd only. */
export async function codemodNewCommand(id: string, { title }: { readonly title?: string }): Promise<ExitCode> {
  const root = packageRoot();
  if (!ownFileExists(`${root}/src/catalogue/generate.ts`)) throw new UsageError('Codemods are written in a checkout of pystd, not in an installed package.');
  if (ownFileExists(`${root}/codemods/${id}`)) throw new UsageError(`There is a codemod ${id} already.`);
  const { scaffoldCodemod } = await import('../../catalogue/scaffold.ts');
  const rules = [...loadStandard(DEFAULT_STANDARD, undefined).catalogue].flatMap(([rule, { codemod }]) => (codemod === id ? [rule] : []));
  const scaffold = scaffoldCodemod(id, title ?? `Say what ${id} does in the imperative`, rules);
  if ('refused' in scaffold) throw new UsageError(scaffold.refused);
  for (const { path, text } of scaffold.files) writeNewFile(root, path, text);
  const steps = [
    ...scaffold.files.map(({ path }) => `${path} is written.`),
    '',
    `Edit fixtures/${id}/example first, then codemods/${id}/index.ts.`,
    'npm run generate                 writes the catalogue and the README',
    `npm test -- -t ${id}/   shows the difference between wanted and got`,
  ];
  process.stdout.write(`${steps.join('\n')}\n`);
  return EXIT.done;
}
