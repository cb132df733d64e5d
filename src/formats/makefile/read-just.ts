import { isPosixShell } from '../shell/index.ts';
import type { Makefile, MakeRule, MakeVariable, RecipeScript } from './document.ts';
import { logicalLines, makeWords, trimmed, type LogicalLine } from './lines.ts';

interface OpenRule extends MakeRule {
  readonly recipe: RecipeScript[];
}

/** Reads a justfile. Its interpolations `{{ … }}` stay in the scripts. Never fails. */
export function readJustfile(text: string): Makefile {
  const variables: MakeVariable[] = [];
  const rules: OpenRule[] = [];
  let body: LogicalLine[] = [];
  const close = (): void => {
    rules.at(-1)?.recipe.push(...scriptsOf(text, body));
    body = [];
  };
  for (const line of logicalLines(text)) {
    if (/^[ \t]+\S/.test(line.text) && rules.length > 0) body.push(line);
    else if (/^\s*(?:#|\[|$)/.test(line.text)) continue;
    else {
      close();
      const variable = variableIn(text, line);
      const rule = variable ? undefined : ruleIn(text, line);
      if (variable) variables.push(variable);
      if (rule) rules.push(rule);
    }
  }
  close();
  const shell = /^set\s+shell\s*:=\s*\[\s*["']([^"']*)/m.exec(text)?.[1];
  const substitutions = variables.flatMap(({ value }) => (/^`[^`]*`$/.test(value.text) ? [{ start: value.span.start + 1, end: value.span.end - 1 }] : []));
  return { text, dialect: 'just', variables, rules, substitutions, isForeign: shell !== undefined && !isPosixShell(shell) };
}

function variableIn(text: string, { span, whole, text: line }: LogicalLine): MakeVariable | undefined {
  const found = /^((?:export\s+)?)([A-Za-z_][\w-]*)\s*:=/.exec(line);
  const name = found?.[2];
  if (!found || name === undefined) return undefined;
  const start = span.start + (found[1]?.length ?? 0);
  return { name, nameSpan: { start, end: start + name.length }, operator: ':=', value: trimmed(text, { start: span.start + found[0].length, end: span.end }), span: whole };
}

/** `name param default="x": first second && third`. */
function ruleIn(text: string, { span, text: line }: LogicalLine): OpenRule | undefined {
  const found = /^@?([A-Za-z_][\w-]*)((?:"[^"]*"|'[^']*'|\{\{[^}]*\}\}|[^:"'])*):(?!=)/.exec(line);
  const name = found?.[1];
  if (!found || name === undefined) return undefined;
  const start = span.start + (line.startsWith('@') ? 1 : 0);
  const words = makeWords(text, { start: span.start + found[0].length, end: span.end });
  const comment = words.findIndex((word) => word.text.startsWith('#'));
  const prerequisites = (comment < 0 ? words : words.slice(0, comment)).filter((word) => word.text !== '&&');
  return { targets: [{ text: name, span: { start, end: start + name.length } }], prerequisites, header: span, recipe: [] };
}

/** A recipe that begins with `#!` is one script, if it is one of a shell; else each line is one. */
function scriptsOf(text: string, body: readonly LogicalLine[]): RecipeScript[] {
  const [first] = body;
  const last = body.at(-1);
  if (!first || !last) return [];
  if (/^\s*#!/.test(first.text)) return /^\s*#!.*\b(?:ba|da|z|k)?sh\b/.test(first.text) ? [{ span: { start: first.span.start, end: last.span.end }, lines: { start: first.whole.start, end: last.whole.end } }] : [];
  return body.flatMap(({ span, whole }) => {
    const marks = /^[ \t]*[@-]*[ \t]*/.exec(text.slice(span.start, span.end))?.[0].length ?? 0;
    return text[span.start + marks] === '#' ? [] : [{ span: { start: span.start + marks, end: span.end }, lines: whole }];
  });
}
