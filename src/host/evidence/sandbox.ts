import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** How programs of a repository are kept away from the machine. */
export interface Sandbox {
  readonly kind: 'bubblewrap' | 'unshare' | 'unshare-network' | 'none';
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

/** Its own loopback interface is down; programs that talk to themselves need it. */
const LOOPBACK = 'ip link set lo up 2>/dev/null';

/** The first process of a name space cannot be ended by a signal of its own: the shell stays that, and what it runs is a process like others. */
const RUN = '"$@"; exit $?';

/**
 * Every mount but those of devices and processes becomes read-only, in a name space of mounts that nobody else sees. What a mount may not do already
 * (`nosuid`, …) has to be said again, or the kernel refuses. Spaces in paths are written as `\040`. The current folder is entered anew, since
 * it is still the one below the mount that was made over it.
 */
const READ_ONLY = `${LOOPBACK}
count=$1; shift; keep=
while [ "$count" -gt 0 ]; do mount --bind "$1" "$1" || exit 125; keep="$keep|$1|"; shift; count=$((count - 1)); done
while read -r _ _ _ _ at options _; do
  at=$(printf %b "$at")
  case "$at" in /dev|/dev/*|/proc|/proc/*|/sys|/sys/*) continue;; esac
  case "$keep" in *"|$at|"*) continue;; esac
  mount -o "remount,bind,$options,ro" "$at" 2>/dev/null || [ "$at" != / ] || exit 125
done <<MOUNTS
$(cat /proc/self/mountinfo)
MOUNTS
cd "$PWD" || exit 125
${RUN}`;

const UNSHARE: Sandbox = {
  kind: 'unshare',
  means: 'unshare: no network, and the rest of the disk is read-only',
  wrap: (command, writable) => ['unshare', '--map-root-user', '--mount', '--net', '--pid', '--ipc', '--fork', '--kill-child', '--mount-proc', '--', 'sh', '-c', READ_ONLY, 'sh', String(writable.length), ...writable, ...command],
};

const UNSHARE_NETWORK: Sandbox = {
  kind: 'unshare-network',
  means: 'unshare: no network; the rest of the disk is not protected',
  wrap: (command) => ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--', 'sh', '-c', `${LOOPBACK}; ${RUN}`, 'sh', ...command],
};

const NONE: Sandbox = { kind: 'none', means: 'none: neither bubblewrap nor unshare works here, so that programs of the repository reach the network and the disk', wrap: (command) => command };

/** What was found out about this machine; that does not change while the process lives. */
const here = new Map<'sandbox', Sandbox>();

/** The best sandbox that works on this machine. */
export function sandboxHere(): Sandbox {
  const found = here.get('sandbox') ?? [BUBBLEWRAP, UNSHARE, UNSHARE_NETWORK].find(works) ?? NONE;
  here.set('sandbox', found);
  return found;
}

function works(sandbox: Sandbox): boolean {
  const [program = '', ...args] = sandbox.wrap(['true'], []);
  return process.platform === 'linux' && spawnSync(program, args, { cwd: dirname(process.execPath), stdio: 'ignore', timeout: 10_000 }).status === 0;
}
