import type { Module, OwnException, PyNode } from '#pystd';

/** What is known of a value of the program while an exception becomes an answer. */
export type Value =
  /** A text, in pieces; `null` stands for the text that the exception was raised with, which is not empty. */
  | { readonly kind: 'text'; readonly pieces: readonly (string | null)[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'none' }
  /** The headers that the exception was raised with. */
  | { readonly kind: 'headers' }
  | { readonly kind: 'dictionary'; readonly entries: ReadonlyMap<string, Value> }
  | { readonly kind: 'several'; readonly items: readonly Value[] }
  | { readonly kind: 'object'; readonly of: OwnException | 'http'; readonly fields: Map<string, Value> }
  | { readonly kind: 'function'; readonly module: Module; readonly node: PyNode; readonly self?: Value }
  /** Something of another distribution, or a built-in one. */
  | { readonly kind: 'outer'; readonly name: string }
  | Answer;

/** A response, as far as clients see it. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly body: Value;
  readonly headers: Value;
}

export const NONE: Value = { kind: 'none' };
/** The text that an exception is raised with. */
export const DETAIL: Value = { kind: 'text', pieces: [null] };

export function text(...pieces: readonly (string | null)[]): Value {
  const merged: (string | null)[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') merged[merged.length - 1] = last + piece;
    else if (piece !== '') merged.push(piece);
  }
  return { kind: 'text', pieces: merged };
}

/** What Python takes a value for in a condition; `undefined` where that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'text':
      return value.pieces.length > 0;
    case 'number':
      return value.value !== 0;
    case 'truth':
      return value.value;
    case 'none':
      return false;
    case 'dictionary':
      return value.entries.size > 0;
    case 'several':
      return value.items.length > 0;
    case 'headers':
      return undefined;
    default:
      return true;
  }
}

/** The value as words, alike for values that are the same; `undefined` for what JSON cannot say. `detail` stands for the text of the exception. */
export function wordsOf(value: Value, detail = '\0'): string | undefined {
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.pieces.map((piece) => piece ?? detail).join(''));
    case 'number':
    case 'truth':
      return String(value.value);
    case 'none':
      return 'null';
    case 'several': {
      const items = value.items.map((one) => wordsOf(one, detail));
      return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
    }
    case 'dictionary': {
      const entries = [...value.entries].map(([key, one]) => [JSON.stringify(key), wordsOf(one, detail)] as const);
      return entries.some(([, one]) => one === undefined) ? undefined : `{${entries.map(([key, one]) => `${key}: ${one ?? ''}`).join(', ')}}`;
    }
    default:
      return undefined;
  }
}

/** Whether clients cannot tell two answers apart. */
export function sameAnswer(one: Answer, other: Answer): boolean {
  const [body, same] = [wordsOf(one.body), wordsOf(other.body)];
  return one.status === other.status && body !== undefined && body === same && headerWords(one.headers) !== undefined && headerWords(one.headers) === headerWords(other.headers);
}

function headerWords(headers: Value): string | undefined {
  if (headers.kind === 'headers') return 'headers';
  return headers.kind === 'none' ? '{}' : wordsOf(headers);
}
