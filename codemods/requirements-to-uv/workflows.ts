import {
  callsPip, commandSitesIn, entriesNamed, insertText, isPlainInstall, isYamlProblem, parseYaml, pipFacts, pipToUv, removeAt, requirementsProjectAt, SETUP_UV,
  type Arg, type CommandSite, type Edit, type FileRewrite, type RequirementsProject, type YamlDocument, type YamlNode, type YamlOutcome, type YamlScalar, type YamlSequence,
} from '#pystd';
import type { FileKind } from './files.ts';

/** Jobs of workflows that install the requirements: uv is set up, its environment is put on the path, and the lock is installed. A job follows as a whole or not at all. */
export const workflows: FileKind = {
  concerns: ({ path, text }) => /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path) && /requirements|pipenv/i.test(text),
  rewriter: ({ projects }) => (rewrite) => {
    const read = parseYaml(rewrite.file.text);
    const [document, ...more] = isYamlProblem(read) ? [] : read.documents;
    const jobs = document?.root.kind === 'mapping' ? childOf(document.root, 'jobs') : undefined;
    if (!document || more.length > 0 || jobs?.kind !== 'mapping') return;
    for (const { value } of jobs.entries) {
      const steps = childOf(value, 'steps');
      if (value.kind === 'mapping' && steps?.kind === 'sequence') rewriteJob(rewrite, document, steps, projects);
    }
  },
};

function rewriteJob(rewrite: FileRewrite, document: YamlDocument, steps: YamlSequence, projects: readonly RequirementsProject[]): void {
  const sites = commandSitesIn(rewrite.file).filter(({ span, words }) => steps.span.start <= span.start && span.end <= steps.span.end && callsPip(words));
  const installs = sites.filter(({ words }) => words.some(({ raw }) => /requirements?[\w./-]*\.(?:txt|in)/i.test(raw)) || (words[0]?.value === 'pipenv'));
  const [first] = installs;
  if (!first) return;
  const found = projects.flatMap((one) => {
    const facts = pipFacts(one, rewrite.file.path, first.folder);
    return facts ? [{ project: one, facts }] : [];
  })[0];
  if (!found) {
    if (requirementsProjectAt(projects, rewrite.file.path)) rewrite.flag(first.span, `\`${oneLine(first)}\` stays: it works in another folder than the project, or in one that is not known.`);
    return;
  }
  const edits: Edit[] = [];
  const said: string[] = [];
  let problem: string | undefined;
  const add = (made: readonly Edit[] | { readonly problem: string } | YamlOutcome): void => {
    if ('problem' in made) problem ??= made.problem;
    else if ('refused' in made) problem ??= made.refused;
    else edits.push(...('edits' in made ? made.edits : made));
  };
  const hasEarly = sites.some((site) => site.span.start < first.span.start && isPlainInstall(site) && pipToUv(site.words, found.facts, 'ci').kind !== 'removed');
  for (const site of sites) {
    const translation = pipToUv(site.words, found.facts, 'ci');
    if (translation.kind === 'removed') add(site.remove());
    else if (translation.kind === 'commands' && installs.includes(site)) {
      add(site.replace(translation.commands.map((command) => (hasEarly && command[1] === 'sync' ? [...command, '--inexact'] : command))));
      add(unguarded(rewrite.file.text, site));
      if (hasEarly) said.push('`--inexact` keeps what is installed before it.');
      said.push(`\`${oneLine(site)}\` becomes \`${translation.commands.map((command) => command.map((arg) => wordOf(site, arg)).join(' ')).join(' && ')}\`.`, ...translation.remarks);
    } else if (!installs.includes(site) && isPlainInstall(site)) {
      const words = site.words.map(({ value }) => value);
      add(site.replace([['uv', 'pip', 'install', ...site.words.map((_, index): Arg => index).slice(words.indexOf('install') + 1)]]));
    } else problem ??= translation.kind === 'unknown' ? translation.because : `\`${oneLine(site)}\` works on the Python of the runner.`;
  }
  const python = steps.items.map(({ value }) => value).find((step) => actionOf(step) === 'actions/setup-python');
  const before = steps.items.find(({ value }) => value.span.start <= first.span.start && first.span.end <= value.span.end)?.value;
  const hasUv = steps.items.some(({ value }) => actionOf(value)?.toLowerCase() === 'astral-sh/setup-uv');
  if (hasUv) problem ??= 'uv is set up here already, and its environment is not known to be the one that later steps use.';
  const version = python && scalarAt(python, ['with', 'python-version']);
  const folder = found.project.folder;
  const quote = version?.style === 'double' ? '"' : version?.style === 'single' ? "'" : '';
  const lines = [
    ...(steps.items.some(({ value }) => scalarAt(value, ['name'])) ? ['- name: Set up uv', `  uses: ${SETUP_UV}`] : [`- uses: ${SETUP_UV}`]),
    '  with:',
    ...(version && !version.text.includes('\n') ? [`    python-version: ${quote}${version.text}${quote}`] : []),
    '    activate-environment: true',
    ...(folder === '' ? [] : [`    working-directory: ${folder}`]),
  ];
  const at = python ?? before;
  if (!at) return;
  add(insertText(document, python ? { after: python.path } : { before: at.path }, lines.join('\n')));
  if (python) {
    const inputs = childOf(python, 'with');
    if (scalarAt(python, ['with', 'cache'])?.text === 'pip' && inputs?.kind === 'mapping') {
      const names = ['cache', 'cache-dependency-path'].filter((name) => childOf(inputs, name));
      for (const name of names) add(removeAt(document, names.length === inputs.entries.length ? inputs.path : [...inputs.path, name], 'refuse'));
      said.push('The cache of pip goes, since the action of uv has its own.');
    }
  }
  for (const { value } of steps.items) {
    if (actionOf(value) === 'actions/cache' && /^\s*~\/\.cache\/pip\s*$/.test(scalarAt(value, ['with', 'path'])?.text ?? '') && !scalarAt(value, ['id'])) {
      add(removeAt(document, value.path, 'refuse'));
      said.push('The cache of pip goes, since the action of uv has its own.');
    }
  }
  const message = [`\`${SETUP_UV}\` sets up uv and puts its environment on the path of all later steps.`, ...new Set(said)].join(' ');
  if (problem !== undefined) rewrite.flag(first.span, `\`${oneLine(first)}\` stays: ${problem}`);
  else rewrite.change(first.span, message, edits);
}

/** `if [ -f requirements.txt ]; then …; fi` asks for the file that goes. */
function unguarded(text: string, { span, words }: CommandSite): readonly Edit[] {
  const name = words.map(({ value }) => value).find((value) => /\.(?:txt|in)$/.test(value ?? ''));
  const head = /if \[\[? (?:-f|-e) ([\w./-]+) \]?\]; *then +$/.exec(text.slice(Math.max(0, span.start - 120), span.start));
  const tail = /^; *fi\b/.exec(text.slice(span.end, span.end + 12));
  if (!head || !tail || head[1] !== name) return [];
  return [{ span: { start: span.start - head[0].length, end: span.start }, text: '' }, { span: { start: span.end, end: span.end + tail[0].length }, text: '' }];
}

function actionOf(step: YamlNode): string | undefined {
  return scalarAt(step, ['uses'])?.text.replace(/@.*$/s, '');
}

function childOf(node: YamlNode, name: string): YamlNode | undefined {
  return node.kind === 'mapping' ? entriesNamed(node, name).at(-1)?.value : undefined;
}

function scalarAt(node: YamlNode, names: readonly string[]): YamlScalar | undefined {
  let at: YamlNode | undefined = node;
  for (const name of names) at = at && childOf(at, name);
  return at?.kind === 'scalar' ? at : undefined;
}

function wordOf({ words }: CommandSite, arg: Arg): string {
  if (typeof arg === 'string') return arg;
  return typeof arg === 'number' ? (words[arg]?.raw ?? '') : arg.text;
}

function oneLine({ words }: CommandSite): string {
  return words.map(({ raw }) => raw).join(' ').replace(/\s+/g, ' ');
}
