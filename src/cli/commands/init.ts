import { codemods } from '../../../codemods/catalogue.generated.ts';
import { profileTemplate } from '../../engine/profile-template.ts';
import { PROFILE_FILE } from '../../engine/profile.ts';
import { writeNewFile } from '../../host/own-file.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { InitFlags } from '../flags.ts';
import { loadNamedStandard, shippedStandards, standardFlag } from '../standards.ts';
import { tell } from '../terminal.ts';

/** `pystd init`: writes a commented `pystd.toml`; one that is there stays. A file named as the standard is looked for from there. */
export async function initCommand(path: string, flags: InitFlags): Promise<ExitCode> {
  const named = standardFlag(flags);
  const { levels } = loadNamedStandard({ ...named, file: named.name.startsWith('/') ? named.name : `${path}/${named.name}` });
  const result = writeNewFile(path, PROFILE_FILE, profileTemplate(named.name, levels, shippedStandards(), codemods));
  if (result.kind === 'exists') throw new UsageError(`${path}/${PROFILE_FILE} exists already.`);
  if (result.kind === 'failed') throw new UsageError(result.because);
  tell(flags, `${path}/${PROFILE_FILE} is written.`);
  return EXIT.done;
}
