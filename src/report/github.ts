import { becauseOf, type Outcome } from '../engine/outcome.ts';
import type { Finding } from '../patch/finding.ts';
import { visible } from './visible.ts';

/**
 * Findings as workflow commands of GitHub Actions: each becomes an annotation at its line. GitHub counts paths from the top of the
 * work tree; `prefix` is where the folder that was checked lies in it, ending in `/`, or `''`.
 */
export function githubAnnotations(findings: readonly Finding[], outcomes: readonly Outcome[], prefix: string): string {
  const found = findings.map(({ at, message, rule, safety }) => {
    const level = safety === 'manual' ? 'warning' : 'notice';
    const properties = { file: `${prefix}${at.path}`, line: at.line, col: at.column, endLine: at.endLine, endColumn: at.endColumn, title: rule };
    return command(level, properties, visible(message));
  });
  const troubles = outcomes.flatMap((outcome) => {
    const because = becauseOf(outcome);
    return because === undefined ? [] : [command('error', { title: outcome.codemod }, because)];
  });
  return [...found, ...troubles].join('');
}

function command(level: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${listed.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
