import { commandSitesIn, type FileRewrite, type Span } from '#pystd';
import { withoutLines } from '../pipelines/installers.ts';
import type { Planned } from '../pipelines/plan.ts';

/** A place that gives a variable its value. */
export interface Definition {
  readonly name: string;
  readonly value: string | undefined;
  readonly at: Span;
  /** Definitions of one scope stand in the same list. */
  readonly scope: string;
  rename(name: string, value: string | undefined): Planned;
  /** Takes it away, together with the others that go. */
  remove(going: readonly Definition[]): Planned;
}

/** Lines that set a variable: `export NAME=value`, `NAME=value`, `echo "NAME=value" >> $GITHUB_ENV`, Groovy's `NAME = 'value'`. In YAML only those of scripts. */
export function shellDefinitions({ file, isRewritten }: FileRewrite, isYaml: boolean): readonly Definition[] {
  const { text } = file;
  const scripts = commandSitesIn(file).map(({ span }) => span);
  const lines = text.matchAll(/^([ \t]*(?:- )?(?:export +|ENV +)?(?:echo +["']?)?)(POETRY_[A-Z0-9_]+)( ?= ?)(["']?)([\w.]+\(['"\w-]*\)|[^\s"']*)\4(["']?(?: *>> *"?\$\{?GITHUB_ENV\}?"?)?[ \t]*)$/gm);
  return [...lines].flatMap((line): Definition[] => {
    const [whole, before = '', name = '', sign = '', quote = '', value = ''] = line;
    const start = line.index + before.length;
    const at = { start: line.index + whole.length - whole.trimStart().length, end: line.index + whole.trimEnd().length };
    const isListItem = /^\s*- /.test(before);
    if (isYaml && (isListItem || !scripts.some((span) => Math.abs(span.start - at.start) < 2 || near(text, span, at)))) return [];
    if (isRewritten(at)) return [];
    const valueAt = start + name.length + sign.length + quote.length;
    return [{
      name, value, at, scope: `line ${at.start}`,
      rename: (to, now) => [{ span: { start, end: start + name.length }, text: to }, ...(now === undefined || now === value ? [] : [{ span: { start: valueAt, end: valueAt + value.length }, text: now }])],
      remove: () => withoutLines(text, { start: at.start, end: at.end }),
    }];
  });
}

/** Whether a line stands in the same block of lines as a command: no key of YAML between them. */
function near(text: string, site: Span, at: Span): boolean {
  const between = text.slice(Math.min(site.end, at.end), Math.max(site.start, at.start));
  return !/^\s*(?:- )?[\w.-]+:(?:\s|$)/m.test(between);
}
