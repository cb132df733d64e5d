import { calleeOf, isText, parts, plainString, type LoggingLibrary, type PyNode, type Task } from '#pystd';
import type { Print } from './call.ts';

/** The arguments of a call that writes a record with the text that is printed; a full sentence where the library has no way to say it. */
export type Message = { readonly arguments: readonly string[] } | { readonly problem: string };

/** How each library fills values into a message. structlog's loggers do so only in some configurations: there the message is put together at once. */
const PLACEHOLDERS: Readonly<Record<LoggingLibrary, (value: string) => string>> = { logging: () => '%s', loguru: () => '{}', structlog: (value) => `{${value}!s}` };

/** The message for what is printed. Texts are kept as they are written; only what the library would read as a placeholder is doubled. */
export function messageOf(print: Print, library: LoggingLibrary, task: Task<object>): Message {
  const { values } = print;
  const [only] = values;
  if (only && values.length === 1) {
    if (isSurelyText(only, print, task)) return { arguments: [only.text] };
    return { arguments: library === 'structlog' ? [`str(${only.text})`] : [`"${PLACEHOLDERS[library](only.text)}"`, only.text] };
  }
  return joined(print, library);
}

function joined({ values, separator }: Print, library: LoggingLibrary): Message {
  const quote = quoteOf(values) ?? '"';
  const inner = (node: PyNode): string | undefined => innerText(node, quote);
  const between = separator ? inner(separator) : ' ';
  if (between === undefined) return { problem: 'What stands between its values cannot be written into the message.' };
  const texts = values.map(inner);
  const rest = values.filter((_, index) => texts[index] === undefined).map(({ text }) => text);
  const isPlain = rest.length === 0;
  const isFilled = library === 'structlog';
  if (isFilled && rest.some((value) => /["'\\{}\n!:=#]|lambda/.test(value))) return { problem: 'Its values cannot be written into one text.' };
  const escaped = (text: string): string => (isPlain ? text : library === 'logging' ? text.replaceAll('%', '%%') : text.replaceAll('{', '{{').replaceAll('}', '}}'));
  const pieces = values.map((value, index) => (texts[index] === undefined ? PLACEHOLDERS[library](value.text) : escaped(texts[index] ?? '')));
  const message = `${isFilled && !isPlain ? 'f' : ''}${quote}${pieces.join(escaped(between))}${quote}`;
  return { arguments: isFilled ? [message] : [message, ...rest] };
}

/** The quote of the first plain text among the values. */
function quoteOf(values: readonly PyNode[]): string | undefined {
  return values.flatMap((value) => /^(["'])(?!\1\1)/.exec(value.type === 'string' ? value.text : '')?.[1] ?? [])[0];
}

/** What stands between the quotes of a text, as it may stand between others: no prefix, one line, and no such quote in it. */
function innerText(node: PyNode, quote: string): string | undefined {
  if (node.type !== 'string') return undefined;
  const found = /^(["'])(?!\1\1)([^\r\n]*)\1$/.exec(node.text);
  const inner = found?.[2];
  if (inner === undefined || node.text.length < 2 || (found?.[1] !== quote && /["'\\]/.test(inner)) || node.text === '""' || node.text === "''") return inner === '' ? '' : undefined;
  return inner;
}

/** Functions and methods that give a text. */
const TEXT_FUNCTIONS = /^(?:str|repr|ascii|format|chr|json\.dumps|traceback\.format_exc|textwrap\.dedent)$/;
const TEXT_METHODS = /^(?:format|join|upper|lower|title|strip|lstrip|rstrip|replace|center|ljust|rjust|capitalize)$/;

/** Whether an expression is a text in any case: a literal, a formatted one, texts put together, what some functions give. */
function isSurelyText(node: PyNode, print: Print, task: Task<object>): boolean {
  if (isText(node)) return true;
  const [left, right] = parts(node);
  if (node.type === 'parenthesized_expression') return left !== undefined && isSurelyText(left, print, task);
  if (node.type === 'binary_operator') return [left, right].some((side) => side !== undefined && (isText(side) || (side.type === 'binary_operator' && isSurelyText(side, print, task)))) && !/^b["']/.test(node.text) && node.children.some(({ type }) => type === '*' || type === '+' || (type === '%' && left !== undefined && isText(left)));
  if (node.type === 'conditional_expression') return [parts(node)[0], parts(node)[2]].every((side) => side !== undefined && isSurelyText(side, print, task));
  const callee = node.type === 'call' ? calleeOf(node) : undefined;
  if (!callee) return false;
  const [object, method] = callee.type === 'attribute' ? parts(callee) : [];
  if (object && method && TEXT_METHODS.test(method.text) && (isText(object) || plainString(object) !== undefined)) return true;
  const symbol = task.python.symbolOf(print.module, callee);
  return (symbol.kind === 'builtin' || symbol.kind === 'external') && TEXT_FUNCTIONS.test(symbol.name);
}
