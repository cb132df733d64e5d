import type { CommandSite } from '#pystd';

/** Whether a command names a requirements file, or is one of Pipenv's. */
export function namesRequirements({ words }: CommandSite): boolean {
  return words.some(({ raw }) => /requirements?[\w./-]*\.(?:txt|in)/i.test(raw)) || words[0]?.value === 'pipenv';
}

/** A command line as it is quoted. */
export function oneLine({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
}
