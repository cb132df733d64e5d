import type { SourceFile } from '../../repo/source-file.ts';
import { verbatim } from '../../text/embedded.ts';
import { escapedText } from './quoted.ts';
import { scriptSites } from './script-sites.ts';
import { settingOf } from './settings.ts';
import type { CommandSite } from './site.ts';

/** A shell script. */
export function shellScriptSites({ path, text }: SourceFile): CommandSite[] {
  return scriptSites({ path, setting: settingOf(path), script: verbatim(text) });
}

/** `web: command` lines. */
export function procfileSites({ path, text }: SourceFile): CommandSite[] {
  return [...text.matchAll(/^([\w-]+:[ \t]*)([^\r\n]*)/gm)].flatMap((line) => {
    const start = line.index + (line[1]?.length ?? 0);
    return scriptSites({ path, setting: 'image', script: verbatim(text, { start, end: start + (line[2]?.length ?? 0) }) });
  });
}

/** `sh '…'`, `sh """…"""`, `sh(script: '…')` of a Jenkins pipeline. Groovy's `${…}` reads like the shell's own. */
export function jenkinsSites({ path, text }: SourceFile): CommandSite[] {
  const steps = text.matchAll(/(?<![\w.'"-])sh(?:\s*\(\s*|[ \t]+)(?:[\w:, \t]*?\bscript\s*:\s*)?("""|'''|"|')/g);
  return [...steps].flatMap((step) => {
    const quote = step[1] ?? '"';
    const start = step.index + step[0].length;
    const end = endOf(text, start, quote);
    const script = end === undefined ? undefined : escapedText(text, { start, end }, quote);
    const isCaptured = /returnStdout|returnStatus/.test(step[0]) || (end !== undefined && /^[^)\n]*return(?:Stdout|Status)\s*:\s*true/.test(text.slice(end + quote.length)));
    return script ? scriptSites({ path, setting: 'ci', script, isCaptured }) : [];
  });
}

function endOf(text: string, start: number, quote: string): number | undefined {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return undefined;
  }
  return undefined;
}
