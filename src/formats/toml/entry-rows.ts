import { indentationAt } from '../../text/indent.ts';
import { lineStart } from '../../text/lines.ts';
import { arrayPieces } from './array-rows.ts';
import { belongingsOf, NOTHING } from './belongings.ts';
import { isRefusal, type TomlRefusal } from './change.ts';
import { isArrayData, sameData } from './data.ts';
import type { TomlEntry, TomlNode } from './document.ts';
import { atLineEnd, besideStrays, commentRows, notIn, row, straysOf, type OutRow, type Writer } from './out-rows.ts';
import type { Piece } from './pieces.ts';
import { revisedPieces } from './revise.ts';
import { WIDEST_ARRAY } from './style.ts';
import type { Line } from './syntax.ts';
import { inputOf, isTargetArray, type TargetEntry } from './target.ts';
import { isInputArray, writeKey, writeValue, type TomlInput, type Written } from './write.ts';

/** A `key = value` to write. */
export interface EntryPlan {
  readonly keys: readonly string[];
  readonly value: TargetEntry['value'];
  /** The part of the target that asks for it. */
  readonly target: TargetEntry | undefined;
  /** The line that is there already. */
  readonly there: TomlEntry | undefined;
  /** For a line that is not there. */
  readonly indent: string;
  readonly equals: string;
}

/** The lines of an entry with its comments. What means the same as before is taken as it is written. */
export function entryRows(writer: Writer, plan: EntryPlan): readonly OutRow[] | TomlRefusal {
  const line = plan.there && lineOf(plan.there);
  const rows = ownRows(writer, plan);
  return isRefusal(rows) ? rows : besideStrays(writer, plan.target, rows, line ? indentationAt(writer.document.text, line.span.start).replace('\ufeff', '') : plan.indent);
}

function ownRows(writer: Writer, plan: EntryPlan): readonly OutRow[] | TomlRefusal {
  const { document: { text, eol }, style, carriers } = writer;
  const { there, target } = plan;
  const origin = target && carriers.originOf(target);
  const carried = target && origin !== there ? carriers.belongingsOf(target) : NOTHING;
  const old = there ?? (origin?.role === 'entry' ? origin : undefined);
  const line = old && lineOf(old);
  const indent = there && line ? indentationAt(text, line.span.start).replace('\ufeff', '') : plan.indent;
  const written = writeValue(inputOf(plan.value), style);
  if (isRefusal(written)) return written;

  const own = there ? belongingsOf(text, there, (node) => carriers.isCarried(node.path), false) : NOTHING;
  const trailing = own.trailing ?? carried.trailing;
  const isOpening = trailing !== undefined && !own.trailing && origin?.role === 'table';
  const value = valuePieces(writer, plan, written, old, { indent, opening: isOpening ? trailing : undefined });
  if (isRefusal(value)) return value;
  const opened = notIn(value, isOpening ? [trailing] : []).length === 0 && isOpening;
  const spare = own.trailing && carried.trailing ? [carried.trailing] : [];
  const above = [...own.above, ...carried.above, ...notIn(value, [...own.rest, ...carried.rest]), ...spare, ...straysOf(writer, target).above];
  const isAsItWas = old !== undefined && line !== undefined && value.length === 1 && value[0] === old.span;
  const key = keyPieces(text, plan, old, isAsItWas);
  const isWhole = isAsItWas && line.keys.length === plan.keys.length && key.length === 1 && trailing === line.trailing;
  if (isWhole && above.length === line.above.length && above.every((comment, index) => comment === line.above[index])) return [asWritten(text, line, eol)];
  const rows = commentRows(writer, above, isWhole ? indentationAt(text, line.span.start).replace('\ufeff', '') : indent);
  if (isWhole) return [...rows, asWritten(text, { ...line, above: [] }, eol)];
  const end = opened ? [] : atLineEnd(writer, trailing, origin?.role === 'entry' || there ? old?.span : undefined);
  return [...rows, row(indent, ...key, ...value, ...end, eol)];
}

/** The syntax of an entry on lines of its own. */
export function lineOf(entry: TomlNode): Line | undefined {
  return entry.role === 'entry' && 'lines' in entry.syntax ? entry.syntax : undefined;
}

/** The lines of an entry and of the comments above it. */
export function asWritten(text: string, { above, lines }: Line, eol: string): OutRow {
  const top = text.startsWith('\ufeff') ? 1 : 0;
  const start = above[0] ? Math.max(top, lineStart(text, above[0].span.start)) : lines.start;
  return row({ start, end: lines.end }, ...(text[lines.end - 1] === '\n' ? [] : [eol]));
}

/** The key and the equals sign, as they were written where they say the same. */
function keyPieces(text: string, { keys, there, equals }: EntryPlan, old: TomlEntry | undefined, isAsItWas: boolean): readonly Piece[] {
  const parts = old?.syntax.keys ?? [];
  const last = parts.at(-1);
  if (!old || !last) return [writeKey(keys), equals];
  const same = parts.slice(-keys.length);
  const isSame = same.length === keys.length && same.every(({ name }, index) => name === keys[index]);
  if (isSame && (there || isAsItWas)) return [{ start: same[0]?.span.start ?? 0, end: old.span.start }];
  return isAsItWas ? [writeKey(keys), { start: last.span.end, end: old.span.start }] : [isSame ? text.slice(same[0]?.span.start, last.span.end) : writeKey(keys), equals];
}

function valuePieces(writer: Writer, plan: EntryPlan, written: Written, old: TomlEntry | undefined, place: { readonly indent: string; readonly opening: Line['trailing'] }): readonly Piece[] | TomlRefusal {
  const { document: { text }, carriers, style } = writer;
  const { value, there } = plan;
  const items = isTargetArray(value) ? value.items : [];
  const isBringing = items.some((item) => {
    const { above, trailing, rest } = carriers.belongingsOf(item);
    const strays = straysOf(writer, item);
    return trailing !== undefined || [above, rest, ...Object.values(strays)].some(({ length }) => length > 0);
  });
  if (old && sameData(old.value, written.data) && !isBringing) return [old.span];
  const array = { old: old?.kind === 'array' ? old : undefined, isInPlace: there !== undefined, ...place };
  const isSpread = old?.kind === 'array' && isArrayData(old.value) && text.slice(old.span.start, old.span.end).includes('\n');
  const isWide = writeKey(plan.keys).length + style.equals.length + written.text.length > WIDEST_ARRAY;
  if (isTargetArray(value)) return value.isCompact && !isSpread && !isWide && !isBringing ? [written.text] : arrayPieces(writer, value, array);
  if (!isInputArray(value)) return there ? revisedPieces(writer, there, written.data) : [written.text];
  return isSpread || isWide ? arrayPieces(writer, { items: value.map((item: TomlInput) => ({ value: item })) }, array) : [written.text];
}
