import type { Task } from '#pystd';
import type { FieldRemark } from '../fields/index.ts';
import type { Site } from './decisions.ts';

/** More names than these are counted: the patch shows them all. */
const MOST = 8;

/** `a`, `a` and `b`, `a`, `b` and `c`: in code; of many the first ones. */
export function listed(names: readonly string[], most = MOST): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > most) return `${quoted.slice(0, most - 1).join(', ')} and ${quoted.length - most + 1} more`;
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} and ${last}` : last;
}

/** What stands at some places that should be settings: `A` and `B` are read from the environment here. */
export function standing(sites: readonly (Pick<Site, 'was'> & { readonly variable: string })[], adverb: 'here' | 'still'): string {
  const say = (all: typeof sites, what: string): string[] => {
    const names = [...new Set(all.map(({ variable }) => variable))];
    const verb = names.length > 1 ? 'are' : 'is';
    return names.length === 0 ? [] : [adverb === 'here' ? `${listed(names)} ${verb} ${what} here, not from the settings.` : `${listed(names)} ${verb} still ${what}.`];
  };
  const written = sites.filter(({ was }) => was === 'literal');
  const read = sites.filter(({ was }) => was !== 'literal');
  return [...say(read, 'read from the environment'), ...say(written, adverb === 'here' ? 'taken from the code' : 'written into the code')].join(' ');
}

/** What is read once from now on, and was read at each call. */
export function readOnce(sites: readonly (Pick<Site, 'was'> & { readonly variable: string })[]): readonly string[] {
  const names = [...new Set(sites.filter(({ was }) => was === 'call').map(({ variable }) => variable))];
  return names.length === 0 ? [] : [`${listed(names)} ${names.length > 1 ? 'are' : 'is'} read once, when the settings are made, and not at each call.`];
}

/** Says beside the patch which secrets somebody must set now. */
export function noteSecrets(remarks: readonly FieldRemark[], task: Pick<Task<unknown>, 'note'>): void {
  const names = [...new Set(remarks.filter(({ kind }) => kind === 'secret' || kind === 'written-secret').map(({ variable }) => variable))];
  if (names.length > 0) task.note(`Before the next start, ${listed(names, Infinity)} must be set wherever the program runs: ${names.length > 1 ? 'they have no defaults' : 'it has no default'} any more.`);
}
