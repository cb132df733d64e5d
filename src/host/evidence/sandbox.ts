import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** How programs of a repository are kept away from the machine. */
export interface Sandbox {
  readonly kind: 'bubblewrap' | 'unshare' | 'none';
  /** What it does, in words for a person. */
  readonly means: string;
  /** The command that runs `command` in it; only below `writable` may be written, where the sandbox can see to that. */
  wrap(command: readonly string[], writable: readonly string[]): readonly string[];
}

const BUBBLEWRAP: Sandbox = {
  kind: 'bubblewrap',
  means: 'bubblewrap: no network, and the rest of the disk is read-only',
  wrap: (command, writable) => [
    'bwrap', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', ...writable.flatMap((folder) => ['--bind', folder, folder]),
    '--unshare-net', '--unshare-pid', '--unshare-ipc', '--die-with-parent', '--new-session', '--', ...command,
  ],
};

const UNSHARE: Sandbox = {
  kind: 'unshare',
  means: 'unshare: no network; the rest of the disk is not protected',
  // Its own loopback interface is down; programs that talk to themselves need it.
  wrap: (command) => ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--', 'sh', '-c', 'ip link set lo up 2>/dev/null; exec "$@"', 'sh', ...command],
};

const NONE: Sandbox = { kind: 'none', means: 'none: neither bubblewrap nor unshare works here, so that programs of the repository reach the network and the disk', wrap: (command) => command };

let found: Sandbox | undefined;

/** The best sandbox that works on this machine. */
export function sandboxHere(): Sandbox {
  found ??= [BUBBLEWRAP, UNSHARE].find(works) ?? NONE;
  return found;
}

function works(sandbox: Sandbox): boolean {
  const [program = '', ...args] = sandbox.wrap(['true'], []);
  return process.platform === 'linux' && spawnSync(program, args, { cwd: dirname(process.execPath), stdio: 'ignore', timeout: 10_000 }).status === 0;
}
