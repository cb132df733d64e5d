import type { Span } from '../../text/span.ts';
import { isPosixShell } from '../shell/index.ts';
import type { Makefile, MakeRule, MakeVariable, RecipeScript } from './document.ts';
import { logicalLines, makeWords, trimmed, type LogicalLine } from './lines.ts';

/** A rule while its recipe is being read. */
interface OpenRule extends MakeRule {
  readonly recipe: RecipeScript[];
}

const CONDITIONAL = /^\s*(?:ifn?eq|ifn?def|else|endif)\b/;
const VARIABLE = /^((?:(?:export|override|private|unexport)\s+)*)([A-Za-z_.][\w.-]*)\s*(:::?=|::=|[:?+!]?=)/;

/** Reads a Makefile as GNU make would, as far as that is possible without running it. Never fails. */
export function readMakefile(text: string): Makefile {
  const lines = logicalLines(text);
  const variables: MakeVariable[] = [];
  const rules: OpenRule[] = [];
  let rule: OpenRule | undefined;
  let inDefine = false;
  for (const line of lines) {
    if (/^\s*(?:override\s+)?define\s/.test(line.text)) inDefine = true;
    if (inDefine) inDefine = !/^\s*endef\b/.test(line.text);
    else if (rule && line.text.startsWith('\t')) addScript(text, rule, line);
    else if (/^\s*(?:#|$)/.test(line.text) || CONDITIONAL.test(line.text)) continue;
    else {
      const variable = variableIn(text, line);
      if (variable) variables.push(variable);
      else rule = ruleIn(text, line);
      if (!variable && rule) rules.push(rule);
    }
  }
  const oneShell = rules.some(({ targets }) => targets.some((target) => target.text === '.ONESHELL'));
  const shell = variables.find(({ name }) => name === 'SHELL')?.value.text;
  return {
    text,
    dialect: 'make',
    variables,
    rules: oneShell ? rules.map((one) => ({ ...one, recipe: joined(one.recipe) })) : rules,
    substitutions: shellFunctions(text),
    isForeign: (shell !== undefined && !isPosixShell(shell)) || variables.some(({ name }) => name === '.RECIPEPREFIX'),
  };
}

function variableIn(text: string, { span, whole, text: line }: LogicalLine): MakeVariable | undefined {
  const found = VARIABLE.exec(line);
  const [all, before, name, operator] = found ?? [];
  if (all === undefined || before === undefined || name === undefined || operator === undefined) return undefined;
  const nameStart = span.start + before.length;
  const value = trimmed(text, { start: span.start + all.length, end: span.start + valueLength(line) });
  return { name, nameSpan: { start: nameStart, end: nameStart + name.length }, operator, value, span: whole };
}

/** Up to where a line is no comment. */
function valueLength(line: string): number {
  const comment = /(?:^|[^\\$])#/.exec(line);
  return comment ? comment.index + comment[0].length - 1 : line.length;
}

function ruleIn(text: string, { span, text: line }: LogicalLine): OpenRule | undefined {
  const said = line.slice(0, valueLength(line));
  const colon = /^((?:\$\([^()]*\)|\$\{[^{}]*\}|[^:=#$])+?)&?(::?)(?!=)/.exec(said);
  if (!colon) return undefined;
  const start = span.start + colon[0].length;
  const semicolon = said.indexOf(';', colon[0].length);
  const end = span.start + (semicolon < 0 ? said.length : semicolon);
  const rule: OpenRule = {
    targets: makeWords(text, { start: span.start, end: span.start + (colon[1]?.length ?? 0) }),
    // A target's own variable (`test: DEBUG = 1`) names no prerequisites.
    prerequisites: /^[^;]*=/.test(said.slice(colon[0].length)) ? [] : makeWords(text, { start, end }),
    header: span,
    recipe: [],
  };
  if (semicolon >= 0) rule.recipe.push({ span: { start: span.start + semicolon + 1, end: span.end }, lines: { start: span.start + semicolon, end: span.end } });
  return rule;
}

function addScript(text: string, rule: OpenRule, { span, whole }: LogicalLine): void {
  const marks = /^[\t ]*(?:[@+-][ \t]*)*/.exec(text.slice(span.start, span.end))?.[0].length ?? 0;
  if (span.start + marks < span.end) rule.recipe.push({ span: { start: span.start + marks, end: span.end }, lines: whole });
}

function joined(recipe: readonly RecipeScript[]): RecipeScript[] {
  const [first, last] = [recipe[0], recipe.at(-1)];
  return first && last ? [{ span: { start: first.span.start, end: last.span.end }, lines: { start: first.lines.start, end: last.lines.end } }] : [];
}

/** What `$(shell …)` runs, wherever it stands. */
function shellFunctions(text: string): Span[] {
  const spans: Span[] = [];
  for (const found of text.matchAll(/\$([({])shell\s+/g)) {
    const close = found[1] === '(' ? ')' : '}';
    const start = found.index + found[0].length;
    let depth = 1;
    let end = start;
    for (; end < text.length && depth > 0; end++) depth += text[end] === found[1] ? 1 : text[end] === close ? -1 : 0;
    if (depth === 0) spans.push({ start, end: end - 1 });
  }
  return spans;
}
