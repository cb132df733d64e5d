import { viewOf } from '../../codemod/view.ts';
import { entriesOf } from '../../evidence/boot/entry.ts';
import { environmentCommandFor } from '../../evidence/environment-command.ts';
import { pythonProjects } from '../../evidence/projects.ts';
import { toolsHere } from '../../host/doctor.ts';
import { loadPythonParser } from '../../host/grammar.ts';
import { readRepository } from '../../host/read.ts';
import { factReader } from '../../python/facts.ts';
import { doctorJson, doctorText } from '../../report/doctor.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { DoctorFlags } from '../flags.ts';
import { paintFor, print, tell } from '../terminal.ts';

/**
 * `pystd doctor`: what is available on this machine and for this repository. What is missing is no failure.
 * @throws UsageError when the path cannot be read.
 */
export async function doctorCommand(path: string, flags: DoctorFlags): Promise<ExitCode> {
  if (path === '') throw new UsageError('The path is empty: name a folder, or leave it out for the current one.');
  const reading = await readRepository(path, { include: [], exclude: [] });
  if (reading.kind === 'refused') throw new UsageError(reading.message);
  for (const note of reading.notes) tell(flags, note);
  const view = viewOf(reading.snapshot, factReader(await loadPythonParser()));
  const applications = entriesOf(view);
  const projects = pythonProjects(view).map((project) => ({ project, environmentCommand: environmentCommandFor(view, project) }));
  const diagnosis = { tools: await toolsHere(reading.root, projects, flags.python), applications };
  await print(flags.format === 'json' ? doctorJson(diagnosis) : doctorText(diagnosis, paintFor(flags, process.stdout)));
  return EXIT.done;
}
