import type { Argument } from '#pystd';

/** What it means that every site is let in, for somebody who reads the finding. */
export function danger(how: string, given: readonly Argument[]): string {
  const credentials = given.find(({ name }) => name === 'allow_credentials')?.value.text;
  if (credentials === undefined || credentials === 'False') return `Every site may call this API from a browser: ${how}.`;
  if (credentials === 'True') return `Every site may call this API in the name of whoever is logged in there: ${how}, and \`allow_credentials\` sends cookies along.`;
  return `Every site may call this API from a browser: ${how}. Where \`allow_credentials\` is on, cookies are sent along.`;
}

/** What is left to do for a person. */
export const NAME_THEM = 'Name the sites the frontend is served from, in a setting such as `ALLOWED_ORIGINS`.';
