import { defineCodemod, type PyNode, type Task } from '#pystd';
import { considerLiteral } from './literal.ts';
import { originsOf, takesEverySite, type Origins } from './origins.ts';
import { corsSites, type CorsSite } from './sites.ts';
import { danger, NAME_THEM } from './words.ts';

/** What a standard or a repository may set for this codemod. */
export interface Options {
  /** Field of the settings object that lists the sites which may call the API from a browser. */
  field: string;
}

export default defineCodemod<Options>({
  id: 'cors-allowlist',
  title: 'Let only listed sites call the API from a browser',
  why: `\`allow_origins=["*"]\` with \`allow_credentials=True\` lets every site on the web call the API in the name of whoever is logged in.
The origins belong into the settings, where each deployment names its own frontends.
Which frontends those are cannot be read off the code unless it says so: where it does not, a person has to name them, and nothing is changed.`,
  links: ['https://fastapi.tiangolo.com/tutorial/cors/', 'https://developer.mozilla.org/docs/Web/HTTP/Guides/CORS'],
  rules: ['security/cors-allowlist'],
  safety: 'review',
  after: ['settings-class'],
  options: { field: 'ALLOWED_ORIGINS' },

  applies: ({ repo }) => [...repo.files.values()].some(({ path, text }) => path.endsWith('.py') && text.includes('CORSMiddleware')),

  run(task) {
    const sites = corsSites(task).map((site) => ({ site, origins: originsAt(site, task) }));
    for (const { site, origins } of sites) {
      if (origins) considerOrigins(site, origins, sites.flatMap((other) => (other.site === site ? [] : (other.origins ?? []))), task);
      else considerUnpacked(site, task);
      considerPattern(site, task);
    }
  },
});

function originsAt({ module, arguments: given }: CorsSite, task: Task<Options>): Origins | undefined {
  const argument = given.find(({ name }) => name === 'allow_origins');
  return argument && originsOf(module, argument.value, task);
}

function considerOrigins(site: CorsSite, origins: Origins, others: readonly Origins[], task: Task<Options>): void {
  const { module, call } = site;
  if (origins.kind === 'literal') considerLiteral(site, origins, others, task);
  else if (origins.kind === 'fallback') task.flag(module.at(call), `${danger('`allow_origins` falls back to `*` where nothing else is set', site.arguments)} ${NAME_THEM}`);
  else if (origins.kind === 'field' && origins.hasStar) {
    task.flag(module.at(call), `${danger(`\`${origins.field.name}\` of the settings is \`*\` where nobody sets it`, site.arguments)} Give it explicit origins for a default, and set it where it runs.`);
  }
}

/** `CORSMiddleware, **cors`: what a dictionary in sight holds. */
function considerUnpacked(site: CorsSite, task: Task<Options>): void {
  const held = site.arguments.flatMap(({ unpacking, value }) => {
    const symbol = unpacking === '**' && value.type === 'identifier' ? task.python.symbolOf(site.module, value) : undefined;
    const how = symbol?.kind === 'defined' || symbol?.kind === 'local' ? symbol.binding.how : undefined;
    return how?.kind === 'assignment' && how.value ? [how.value.text] : [];
  });
  if (held.some((text) => /["']?allow_origins["']?\s*[:=]\s*[[(]\s*["']\*["']/.test(text))) {
    task.flag(site.module.at(site.call), `Every site may call this API from a browser: the unpacked arguments set \`allow_origins\` to \`*\`. ${NAME_THEM}`);
  }
}

function considerPattern({ module, call, arguments: given }: CorsSite, task: Task<Options>): void {
  const argument = given.find(({ name }) => name === 'allow_origin_regex');
  const pattern = argument && patternText(argument.value);
  if (pattern !== undefined && takesEverySite(pattern) === true) task.flag(module.at(call), `${danger(`\`allow_origin_regex\` matches any of them`, given)} Write the pattern so that it takes nothing but the frontend's own sites.`);
}

/** The text of a string literal without a prefix, or of a raw one; a pattern may hold backslashes. */
function patternText(node: PyNode): string | undefined {
  return node.type === 'string' ? /^[rR]?(["'])(.*)\1$/.exec(node.text)?.[2] : undefined;
}
