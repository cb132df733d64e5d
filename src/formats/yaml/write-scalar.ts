import { escapeDouble, isPrintable } from './embedded.ts';
import { nodesIn } from './lookup.ts';
import type { YamlDocument } from './parse.ts';
import type { YamlScalarValue, YamlStyle } from './syntax.ts';

/** What decides how a scalar is written on one line. */
export interface ScalarStyle {
  readonly style: YamlStyle;
  readonly isFlow: boolean;
  /** The quotes to take where a plain scalar will not do. */
  readonly quotes: 'single' | 'double';
}

// Also by YAML 1.1, which many readers still follow: `on`, `1:30`, `0o7`, dates.
const AMBIGUOUS = /^(?:~|null|true|false|yes|no|on|off|y|n|=|<<|[-+]?\.?(?:inf|nan)|[-+]?[\d.][\d._:,]*(?:e[-+]?\d*)?|[-+]?0[xob][\da-f_]+|\d{4}-\d\d?-\d\d?.*)$/i;
const UNPLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)|:(?:\s|$)|\s#|\s$|[\n\t]|^$/;

/** A scalar on one line. What a reader could take for something else than the string it is gets quotes. */
export function writeScalar(value: YamlScalarValue, { style, isFlow, quotes }: ScalarStyle): string {
  if (typeof value !== 'string') return value === null ? 'null' : Object.is(value, -0) ? '-0.0' : numberText(value);
  if (style === 'plain' && isPlain(value, isFlow)) return value;
  const wanted = style === 'single' || style === 'double' ? style : /["\\]/.test(value) ? 'single' : quotes;
  return wanted === 'single' && isPrintable(value) && !value.includes('\n') ? `'${value.replaceAll("'", "''")}'` : `"${escapeDouble(value)}"`;
}

/** Whether a string needs no quotes. */
export function isPlain(value: string, isFlow: boolean): boolean {
  return isPrintable(value) && !UNPLAIN.test(value) && !AMBIGUOUS.test(value) && !(isFlow && /[,[\]{}]/.test(value));
}

function numberText(value: number | boolean): string {
  if (value === Infinity || value === -Infinity) return value > 0 ? '.inf' : '-.inf';
  return Number.isNaN(value) ? '.nan' : String(value);
}

/** The quotes most strings of a document have. */
export function quotesOf(document: YamlDocument): 'single' | 'double' {
  const styles = nodesIn(document.root).flatMap((node) => (node.kind === 'scalar' && (node.style === 'single' || node.style === 'double') ? [node.style] : []));
  return styles.filter((style) => style === 'single').length * 2 > styles.length ? 'single' : 'double';
}
