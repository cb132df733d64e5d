import { callsPoetry, commandSitesIn, type Arg, type CommandSite, type Edit, type FileRewrite, type Span } from '#pystd';
import type { MigratedProject } from '../projects/facts.ts';
import { inWordsOfUv } from '../mentions/messages.ts';
import { installersIn, type Installer } from '../pipelines/installers.ts';
import { raisePins } from '../pipelines/uv-pins.ts';
import { namesPoetry, POETRY, type FileKind } from '../surroundings.ts';
import { isInline, paragraphAt, purposeOf } from './texts.ts';

/** What puts Poetry on a machine puts uv there, in scripts, recipes and texts for people: by the same means, without a version that was Poetry's. */
export const installers: FileKind = {
  concerns: ({ text }) => namesPoetry(text),
  rewrite(rewrite, surroundings) {
    const { file } = rewrite;
    const project = surroundings.projectOf(file.path);
    // What two projects need may be one and the same installer.
    if (('state' in project && project.state === 'kept') || surroundings.projects.some(({ state }) => state === 'kept')) return;
    const all = commandSitesIn(file, POETRY);
    // Nor is Poetry to go where its commands stay.
    if ('problem' in project && all.some((site) => callsPoetry(site.words) && 'problem' in surroundings.projectOfCommand(site))) return;
    const sites = all.filter((site) => purposeOf(site, surroundings) === 'ours');
    for (const one of installersIn(file.text, sites)) if (!rewrite.isSpokenOf(one.span)) install(rewrite, one, 'problem' in project ? undefined : project);
    raisePins(rewrite, sites);
    for (const site of sites) if (!rewrite.isSpokenOf(site.span)) byPackageManager(rewrite, site);
    for (const site of sites) if (!rewrite.isSpokenOf(site.span)) onPath(rewrite, site);
    inOtherShells(rewrite);
  },
};

const SCRIPT = 'https://astral.sh/uv/install.sh';

function install(rewrite: FileRewrite, { sites, span, withUv }: Installer, project: MigratedProject | undefined): void {
  const { text } = rewrite.file;
  const [download, runner] = sites;
  const old = `\`${text.slice(span.start, span.end).replace(/\s+/g, ' ').replace(/^\$ /, '')}\``;
  const around = download && download.setting === 'docs' && isInline(download, text) ? sentenceAround(text, span, project) : [];
  if (!around) return rewrite.flag(span, `${old} stays: the sentence around it says of Poetry what may not be so of uv.`);
  if (download && isOfUv(download)) return rewrite.change(span, `${old} goes, since uv is there.`, around.length > 0 ? { problem: 'The sentence around it says more.' } : download.remove());
  if (!download || !runner) {
    const edits = withUv();
    return rewrite.change(span, `${old} installs uv instead.`, 'problem' in edits ? edits : [...withoutVersion(text, span, edits), ...around].sort((a, b) => a.span.start - b.span.start));
  }
  const isWget = download.words[0]?.value === 'wget';
  const remark = /POETRY_HOME/.test(text) ? " uv's installer puts it into `~/.local/bin`, which must be on PATH; `UV_INSTALL_DIR` names another place." : '';
  const pipe = isWget ? `wget -qO- ${SCRIPT} | sh` : `curl -LsSf ${SCRIPT} | sh`;
  rewrite.change(span, `${old} becomes uv's own installer.${remark}`, [{ span: { start: download.words[0]?.span.start ?? span.start, end: span.end }, text: pipe }]);
}

/** `pip install poetry>=1.8` without quotes: a redirection to a shell, and meant as a version, which is none of uv's. */
function withoutVersion(text: string, { start, end }: Span, edits: readonly Edit[]): readonly Edit[] {
  const version = /(?<=poetry)>=?[\w.,]+/.exec(text.slice(start, end));
  if (!version) return edits;
  const at = { start: start + version.index, end: start + version.index + version[0].length };
  return edits.some(({ span }) => span.start < at.end && at.start < span.end) ? edits : [...edits, { span: at, text: '' }];
}

/** `uv tool install poetry`. */
function isOfUv({ words }: CommandSite): boolean {
  return words[0]?.value === 'uv' && words.filter(({ raw }) => !raw.startsWith('-')).length === 4;
}

/** Edits that let the sentence around an installer name uv; `undefined` when it says something that may not be so of uv. */
function sentenceAround(text: string, installer: Span, project: MigratedProject | undefined): readonly Edit[] | undefined {
  const { start, end } = paragraphAt(text, installer.start);
  const edits: Edit[] = [];
  for (const prose of text.slice(start, end).matchAll(/(?:^|`+)([^`]+)(?=`|$)/g)) {
    const span = { start: start + prose.index + prose[0].length - (prose[1] ?? '').length, end: start + prose.index + prose[0].length };
    if (isCode(text.slice(start, span.start)) || !namesPoetry(prose[1] ?? '')) continue;
    const now = inWordsOfUv(prose[1] ?? '', project);
    if (now === undefined) return undefined;
    edits.push({ span, text: now });
  }
  return edits;
}

/** Whether inline code is open behind a text. */
function isCode(before: string): boolean {
  return (before.match(/`+/g) ?? []).length % 2 === 1;
}

/** These keep versions in files of their own (`.tool-versions`), which a plugin without the other would not fit. */
const VERSIONED = '';

/** Package managers of systems and people that have uv under its own name; `undefined`: they have none that is known. */
const MANAGERS: readonly (readonly [RegExp, string | undefined])[] = [
  [/^choco (?:install|upgrade)$/, 'uv'],
  [/^scoop install$/, 'uv'],
  [/^(?:conda|mamba|micromamba) install$/, 'uv'],
  [/^port install$/, 'uv'],
  [/^pacman -Syu?$/, 'uv'],
  [/^(?:dnf|zypper) install$/, 'uv'],
  [/^apk add$/, 'uv'],
  [/^(?:apt|apt-get|yum) install$/, undefined],
  [/^asdf (?:install|plugin-add|global|local|set)$/, VERSIONED],
  [/^asdf plugin add$/, VERSIONED],
  [/^mise (?:use|install)$/, 'uv'],
];

function byPackageManager(rewrite: FileRewrite, site: CommandSite): void {
  const { words } = site;
  const said = words.filter(({ raw }) => !raw.startsWith('-') || raw === '-S' || raw === '-Syu' || raw === '-Sy').map(({ value, raw }) => value ?? raw);
  const manager = MANAGERS.find(([pattern]) => [2, 3].some((length) => pattern.test(said.slice(0, length).join(' '))));
  const at = words.findIndex(({ value }) => /^(?:python3?-)?poetry(?:[=@<>].*)?$/.test(value ?? ''));
  if (!manager || at < 2) return;
  const old = `\`${words.map(({ raw }) => raw).join(' ')}\``;
  const [, name] = manager;
  if (name === undefined) return rewrite.flag(site.span, `${old} stays: this package manager has no uv; \`curl -LsSf ${SCRIPT} | sh\` or \`pipx install uv\` installs it.`);
  if (name === VERSIONED) return rewrite.flag(site.span, `${old} stays: asdf takes versions from \`.tool-versions\`, where one of uv must be chosen.`);
  rewrite.change(site.span, `${old} installs uv instead.`, site.replace([words.map((_, index): Arg => (index === at ? name : index))]));
}

/** `export PATH="$HOME/.poetry/bin:$PATH"` and `source $HOME/.poetry/env`: uv's installer has both in another place. */
function onPath(rewrite: FileRewrite, { span, words }: CommandSite): void {
  const { text } = rewrite.file;
  const [program] = words;
  if (!/^(?:export|source|\.|echo)$/.test(program?.value ?? '')) return;
  const edits: Edit[] = words.slice(1).flatMap((word) =>
    [...word.raw.matchAll(/((?:\$HOME|\$\{HOME\}|~)\/)(\.poetry|\.local\/share\/pypoetry|\.local\/share\/pypoetry\/venv)\/(bin|env)(?=$|[:"'\s])/g)].map((path) => {
      const start = word.span.start + path.index + (path[1] ?? '').length;
      return { span: { start, end: word.span.start + path.index + path[0].length }, text: `.local/bin${path[3] === 'env' ? '/env' : ''}` };
    }),
  );
  const isPlain = words.slice(1).every((word) => text.slice(word.span.start, word.span.end) === word.raw);
  if (edits.length > 0 && isPlain) rewrite.change(span, "uv's installer puts it into `~/.local/bin`.", edits);
}

/** The one-liner of PowerShell. */
function inOtherShells(rewrite: FileRewrite): void {
  const { text } = rewrite.file;
  const lines = text.matchAll(/\(Invoke-WebRequest -Uri https:\/\/install\.python-poetry\.org -UseBasicParsing\)\.Content \| (?:python[\d.]*|py)(?: -)?/g);
  for (const { 0: old, index } of lines) {
    const span = { start: index, end: index + old.length };
    if (!rewrite.isSpokenOf(span)) rewrite.change(span, `\`${old}\` becomes uv's own installer.`, [{ span, text: 'powershell -ExecutionPolicy ByPass -c "irm https://astral.sh/uv/install.ps1 | iex"' }]);
  }
}
