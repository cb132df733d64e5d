import type { Finding } from '../patch/finding.ts';

/** Findings as workflow commands of GitHub Actions: each becomes an annotation at its line. */
export function githubAnnotations(findings: readonly Finding[]): string {
  return findings
    .map(({ at, message, rule, safety }) => {
      const level = safety === 'manual' ? 'warning' : 'notice';
      const properties = { file: at.path, line: at.line, col: at.column, endLine: at.endLine, endColumn: at.endColumn, title: rule };
      const listed = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      return `::${level} ${listed.join(',')}::${escapeData(message)}\n`;
    })
    .join('');
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
