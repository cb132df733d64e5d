import type { Setting } from '../../packaging/commands/index.ts';
import { nameOf } from '../../repo/path.ts';

/** Where a script or recipe is most likely run, by its path alone. */
export function settingOf(path: string): Setting {
  const name = nameOf(path).toLowerCase();
  const folders = path.toLowerCase().split('/').slice(0, -1);
  if (folders.some((folder) => /^\.?(github|gitlab|circleci|buildkite|ci|jenkins)$/.test(folder)) || /^(ci|travis)[-_.]/.test(name)) return 'ci';
  if (/entrypoint|^(pre)?start(-|_|\.|$)|^run-server/.test(name) || folders.some((folder) => /^(docker|containers?)$/.test(folder))) return 'image';
  return 'dev';
}
