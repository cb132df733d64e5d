import type { Run } from '../../engine/outcome.ts';
import { loadPythonParser } from '../../host/grammar.ts';
import { readPatchSet } from '../../host/patch-set-folder.ts';
import { readRepository } from '../../host/read.ts';
import { readManifest, type Manifest } from '../../patch/reading/manifest.ts';
import { readSeries, type WrittenPatch } from '../../patch/reading/patch-series.ts';
import { factReader } from '../../python/facts.ts';
import { fixJson } from '../../report/json.ts';
import { verifyText } from '../../report/verify.ts';
import { withExaminers } from '../evidence.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { VerifyFlags } from '../flags.ts';
import { paintFor, print, tell } from '../terminal.ts';
import { verifySeries } from '../verify-series.ts';

/**
 * `pystd verify`: looks at the patches of a folder that `fix --output` wrote, against a repository that has none of them. Nothing is written.
 * @throws UsageError when the folder or the repository cannot be read.
 */
export async function verifyCommand(folder: string, path: string, flags: VerifyFlags): Promise<ExitCode> {
  const { manifest, series } = readFolder(folder, flags);
  const reading = await readRepository(path, { include: [], exclude: [] });
  if (reading.kind === 'refused') throw new UsageError(reading.message);
  const { root, snapshot, base } = reading;
  for (const note of reading.notes) tell(flags, note);
  if (manifest.base !== base) tell(flags, `The patches were made for ${manifest.base === '' ? 'files without a commit' : `commit ${manifest.base}`}, and ${base === '' ? 'nothing' : base} is checked out.`);
  const reader = factReader(await loadPythonParser());
  const run = await withExaminers(flags, { root, reader }, async (examiners) => await verifySeries(snapshot, manifest, series, examiners, reader));
  await print(flags.format === 'json' ? fixJson(run, []) : verifyText(run, paintFor(flags, process.stdout)));
  return exitCode(run);
}

function readFolder(folder: string, { without = [] }: VerifyFlags): { readonly manifest: Manifest; readonly series: readonly WrittenPatch[] } {
  const files = readPatchSet(folder);
  if ('refused' in files) throw new UsageError(files.refused);
  const manifest = readManifest(files.manifest);
  if ('problem' in manifest) throw new UsageError(`${folder}/patch-set.json cannot be used. ${manifest.problem}`);
  const series = readSeries(manifest, files.patches);
  if ('problem' in series) throw new UsageError(series.problem);
  const unknown = without.find((number) => !series.some((one) => one.number === number));
  if (unknown !== undefined) throw new UsageError(`There is no patch ${unknown} in ${folder}: it has ${series.map(({ number }) => number).join(', ') || 'none'}.`);
  return { manifest, series: series.filter(({ number }) => !without.includes(number)) };
}

function exitCode({ outcomes }: Run): ExitCode {
  return outcomes.every(({ kind }) => kind === 'changed') ? EXIT.done : EXIT.rejected;
}
