import type { Problem } from './problem.ts';

/** A git address as a URL: uv takes nothing else, so that git's short form `git@host:owner/name` is spelled out. */
export function gitUrl(address: string): string | Problem {
  const url = address.trim().replace(/^git\+/, '');
  if (/^(https?|ssh|git|file):\/\/\S+$/.test(url)) return scpPath(url);
  const short = /^(?<user>[\w.-]+)@(?<host>[\w.-]+)(?::(?<port>\d+)(?=\/))?[:/]\/?(?<path>\S+)$/.exec(url)?.groups;
  if (!short) return { problem: `\`${address}\` is not an address of a git repository that has a URL.` };
  return `ssh://${short['user']}@${short['host']}${short['port'] === undefined ? '' : `:${short['port']}`}/${short['path']}`;
}

/** `ssh://git@host:owner/name` mixes both forms: what stands after the colon is a path unless it is a port. */
function scpPath(url: string): string {
  return url.replace(/^(ssh:\/\/(?:[\w.-]+@)?[\w.-]+):(?!\d+(?:\/|$))\/?/, '$1/');
}
