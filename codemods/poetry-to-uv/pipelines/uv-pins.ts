import { callsPoetry, UV_VERSION, type CommandSite, type FileRewrite, type Span } from '#pystd';
import { installerLength, isUvPackage } from './installers.ts';

/** What is written in the place of a version of uv that is too old. */
export const RAISED = UV_VERSION;

/** Whether uv of a version does not know yet all that commands are written with: `uv version` and the options that choose groups are all there since 0.7. */
export function isTooOld(version: string): boolean {
  const [, major, minor] = /^\D{0,2}(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return Number(major) === 0 && minor !== undefined && Number(minor) < 7 && !/[<>,*]/.test(version);
}

/** Raises the versions of uv that are installed as packages (`pip install uv==0.4.0`) in a file whose commands of Poetry become uv's. */
export function raisePins(rewrite: FileRewrite, sites: readonly CommandSite[]): void {
  if (!sites.some(({ words, setting }) => callsPoetry(words) && setting !== 'docs')) return;
  for (const site of sites.filter(({ setting }) => setting !== 'docs')) {
    const old = pinIn(site);
    if (old) rewrite.change(old.span, `uv ${old.version} does not know all that the commands are written with.`, [{ span: old.span, text: RAISED }]);
  }
}

/** The version of a requirement of uv. */
function pinIn({ words }: CommandSite): { readonly version: string; readonly span: Span } | undefined {
  const from = installerLength(words.map(({ value }) => value));
  const word = from === 0 ? undefined : words.slice(from).find(({ raw }) => isUvPackage(raw));
  const [all = '', version = ''] = /(?<=uv(?:\[\w+\])?==)([\w.]+)/.exec(word?.raw ?? '') ?? [];
  if (!word || all === '' || !isTooOld(version)) return undefined;
  const start = word.span.start + word.raw.indexOf(`==${version}`) + 2;
  return { version, span: { start, end: start + version.length } };
}
