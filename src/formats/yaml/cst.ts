import { Composer, Parser, visit, type CST, type Document } from 'yaml';
import type { YamlComment, YamlScalarValue, YamlStyle } from './syntax.ts';

/** What the package makes of the token of a scalar. */
export interface Resolved {
  readonly style: YamlStyle;
  readonly value: YamlScalarValue;
  readonly text: string;
}

/** The tokens of one document, and the meaning of its scalars. */
export interface TokenDocument {
  readonly token: CST.Document;
  readonly scalars: ReadonlyMap<CST.Token, Resolved>;
}

/** The first mistake in a text. */
export interface CstProblem {
  readonly message: string;
  readonly offset: number;
}

const STYLES: Readonly<Record<string, YamlStyle>> = {
  QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double', BLOCK_LITERAL: 'literal', BLOCK_FOLDED: 'folded',
};

/** The concrete syntax of all documents of a YAML 1.2 text. A name given twice is no mistake here. */
export function readTokens(text: string): { readonly documents: readonly TokenDocument[]; readonly comments: readonly YamlComment[] } | CstProblem {
  try {
    const tokens = [...new Parser().parse(text)];
    const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const composed: Document[] = [...composer.compose(tokens)];
    const [error] = composed.flatMap((document) => document.errors).sort((a, b) => a.pos[0] - b.pos[0]);
    if (error) return { message: error.message, offset: error.pos[0] };
    const starts = tokens.filter((token): token is CST.Document => token.type === 'document');
    if (starts.length !== composed.length) return { message: 'The documents cannot be told apart.', offset: 0 };
    const documents = starts.map((token, index) => ({ token, scalars: scalarsOf(composed[index]) }));
    return { documents, comments: tokens.flatMap(commentsIn) };
  } catch (error) {
    // Deep nesting exhausts the package's recursion.
    if (error instanceof RangeError) return { message: 'The text is nested too deeply.', offset: 0 };
    throw error;
  }
}

function scalarsOf(document: Document | undefined): ReadonlyMap<CST.Token, Resolved> {
  const found = new Map<CST.Token, Resolved>();
  if (!document) return found;
  visit(document, {
    Scalar(_, { srcToken, type, value, source = '' }) {
      if (srcToken) found.set(srcToken, { style: STYLES[type ?? ''] ?? 'plain', value: plainValue(value, source), text: source });
    },
  });
  return found;
}

/** Tags can make dates and bytes of a scalar; for editing it is the text that counts. */
function plainValue(value: unknown, source: string): YamlScalarValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : source;
}

/** All comments of a token and what is in it, in the order of the text. */
function commentsIn(token: CST.Token): YamlComment[] {
  const found: YamlComment[] = [];
  const all = (tokens: readonly (CST.Token | null | undefined)[] | undefined): void => tokens?.forEach(look);
  const look = (one: CST.Token | null | undefined): void => {
    if (!one) return;
    if (one.type === 'comment') found.push({ span: { start: one.offset, end: one.offset + one.source.trimEnd().length }, text: one.source.trimEnd() });
    if (one.type === 'document') all([...one.start, one.value]);
    if (one.type === 'block-scalar') all(one.props);
    if ('items' in one) for (const { start, key, sep, value } of one.items) all([...start, key, ...(sep ?? []), value]);
    if ('end' in one) all(one.end);
  };
  look(token);
  return found;
}

/** Whether a token is one of a kind, for looking through the tokens around a value. */
export function ofType(type: CST.SourceToken['type']): (token: CST.SourceToken) => boolean {
  return (token) => token.type === type;
}

export type { CST };
