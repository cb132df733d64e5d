import { readJustfile, readMakefile, removeScript, type MakeWord } from '../../formats/makefile/index.ts';
import type { SourceFile } from '../../repo/source-file.ts';
import { verbatim } from '../../text/embedded.ts';
import type { Span } from '../../text/span.ts';
import { scriptSites } from './script-sites.ts';
import { settingOf } from './settings.ts';
import type { CommandSite } from './site.ts';

/** Recipes of a Makefile or justfile, the values of variables that may be (a part of) a command, and what is run for a variable's value. */
export function makefileSites(source: SourceFile, dialect: 'make' | 'just'): CommandSite[] {
  const file = dialect === 'make' ? readMakefile(source.text) : readJustfile(source.text);
  const base = { path: source.path, setting: settingOf(source.path), dialect: dialect === 'make' ? ('make' as const) : ('plain' as const) };
  const captured = (span: Span): CommandSite[] => scriptSites({ ...base, script: verbatim(source.text, span), isCaptured: true, substitution: aroundOf(source.text, span) });
  const recipes = file.isForeign ? [] : file.rules.flatMap((rule) =>
    rule.recipe.flatMap((script) => {
      const removeAll = () => removeScript(rule, script) ?? { problem: 'The rule would have no recipe.' };
      return scriptSites({ ...base, script: verbatim(source.text, script.span), removeAll });
    }),
  );
  // `RUN := till run`: what a variable stands for in recipes.
  const values = file.variables.flatMap(({ value }) => (dialect === 'make' ? (/^(?:[\w./-]+|\$[({]\w+[)}])(?:[ \t]|$)/.test(value.text) ? [value.span] : []) : quotedIn(value)));
  const named = values.flatMap((span) => scriptSites({ ...base, script: verbatim(source.text, span), isSplitOnly: true }));
  return [...recipes, ...named, ...file.substitutions.flatMap(captured)].sort((a, b) => a.span.start - b.span.start);
}

/** `$(shell …)`, or the backticks of a justfile. */
function aroundOf(text: string, span: Span): Span {
  const before = /(?:\$[({]shell\s+|`)$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  return { start: span.start - before, end: span.end + (before > 0 ? 1 : 0) };
}

/** What a justfile's string holds. */
function quotedIn({ text, span }: MakeWord): readonly Span[] {
  return /^(?:"[^"\\]*"|'[^']*')$/.test(text) ? [{ start: span.start + 1, end: span.end - 1 }] : [];
}
