import { packageRoot } from '../../host/package-files.ts';
import { ownFileExists, writeNewFile } from '../../host/own-file.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { CodemodNewFlags } from '../flags.ts';
import { DEFAULT_STANDARD, loadStandard } from '../standards.ts';
import { print } from '../terminal.ts';

/** `pystd codemod new`: the folder, a failing example and what to do next. Works in a checkout of pystd only. */
export async function codemodNewCommand(id: string, { title }: CodemodNewFlags): Promise<ExitCode> {
  const root = packageRoot();
  if (!ownFileExists(`${root}/src/catalogue/generate.ts`)) throw new UsageError('Codemods are written in a checkout of pystd, not in an installed package.');
  const { scaffoldCodemod } = await import('../../catalogue/scaffold.ts');
  const rules = [...loadStandard(DEFAULT_STANDARD, undefined).catalogue].flatMap(([rule, { codemod }]) => (codemod === id ? [rule] : []));
  const scaffold = scaffoldCodemod(id, title ?? `Say what ${id} does in the imperative`, rules);
  if ('refused' in scaffold) throw new UsageError(scaffold.refused);
  const taken = [`codemods/${id}`, `fixtures/${id}`].find((path) => ownFileExists(`${root}/${path}`));
  if (taken !== undefined) throw new UsageError(`${taken} exists already: choose another id.`);
  for (const { path, text } of scaffold.files) {
    const result = writeNewFile(root, path, text);
    if (result.kind !== 'written') throw new UsageError(result.kind === 'failed' ? result.because : `${path} exists already.`);
  }
  const steps: readonly (readonly [command: string, effect: string])[] = [
    ['npm run generate', 'writes the catalogue and the README'],
    [`npm test -- tests/codemods.test.ts -t ${id}/`, 'shows the difference between wanted and got'],
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const lines = [
    ...scaffold.files.map(({ path }) => `${path} is written.`),
    '',
    `Edit fixtures/${id}/example first, then codemods/${id}/index.ts${rules.length === 0 ? ', where its rules are to be named as well' : ''}.`,
    ...steps.map(([command, effect]) => `${command.padEnd(width)}   ${effect}`),
    '',
  ];
  await print(lines.join('\n'));
  return EXIT.done;
}
