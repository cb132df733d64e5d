import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runGroup, type Ending } from './run-group.ts';
import { sandboxHere } from './sandbox.ts';
import type { Scratch } from './scratch.ts';

/**
 * Runs a program of the repository: in the sandbox of this machine, in a process group that ends with it, and with an environment that holds nothing of ours
 * but where programs are.
 *
 * @param timeout in milliseconds
 */
export async function runForeign(scratch: Scratch, command: readonly string[], { folder, environment, timeout }: { readonly folder: string; readonly environment: Readonly<Record<string, string>>; readonly timeout: number }): Promise<Ending> {
  const home = join(scratch.beside, 'home');
  const temporary = join(scratch.beside, 'tmp');
  for (const each of [home, temporary]) mkdirSync(each, { recursive: true });
  const own = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: temporary, LANG: 'C.UTF-8', NO_COLOR: '1', TZ: 'UTC', PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' };
  return await runGroup(sandboxHere().wrap(command, [scratch.folder, scratch.beside]), { folder, environment: { ...own, ...environment }, timeout });
}
