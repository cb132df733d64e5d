import { viewOf } from '../../codemod/view.ts';
import { loadPythonParser } from '../../host/grammar.ts';
import { readRepository } from '../../host/read.ts';
import { factReader } from '../../python/facts.ts';
import { routesJson, routesText } from '../../report/routes.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { ExplainFlags } from '../flags.ts';
import { paintFor, print, tell } from '../terminal.ts';

/**
 * `pystd explain --routes`: what answers each path of a repository's applications. Those of tests and examples are left out where there are others.
 * @throws UsageError when the path cannot be read.
 */
export async function explainRoutes(path: string, flags: ExplainFlags): Promise<ExitCode> {
  if (path === '') throw new UsageError('The path is empty: name a folder.');
  const reading = await readRepository(path, { include: [], exclude: [] });
  if (reading.kind === 'refused') throw new UsageError(reading.message);
  for (const note of reading.notes) tell(flags, note);
  const { apps } = viewOf(reading.snapshot, factReader(await loadPythonParser())).backend;
  const services = apps.filter(({ role }) => role === 'service');
  const shown = services.length > 0 ? services : apps;
  await print(flags.format === 'json' ? routesJson(shown) : routesText(shown, paintFor(flags, process.stdout)));
  return EXIT.done;
}
