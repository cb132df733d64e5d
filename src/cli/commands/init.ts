import { codemods } from '../../../codemods/catalogue.generated.ts';
import { profileTemplate } from '../../engine/profile-template.ts';
import { PROFILE_FILE } from '../../engine/profile.ts';
import { writeNewFile } from '../../host/own-file.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { DEFAULT_STANDARD, shippedStandards } from '../standards.ts';
import { tell } from '../terminal.ts';

/** `pystd init`: writes a commented `pystd.toml`; one that is there stays. */
export async function initCommand(path: string, flags: { readonly quiet?: boolean; readonly standard?: string }): Promise<ExitCode> {
  const standard = flags.standard ?? DEFAULT_STANDARD;
  if (!writeNewFile(path, PROFILE_FILE, profileTemplate(standard, shippedStandards(), codemods))) throw new UsageError(`${path}/${PROFILE_FILE} exists already.`);
  tell(flags, `${PROFILE_FILE} is written.`);
  return EXIT.done;
}
