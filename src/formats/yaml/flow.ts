import type { Delimited } from '../../text/delimited.ts';
import { contains } from '../../text/span.ts';
import type { YamlDocument } from './parse.ts';
import { partsOf } from './place.ts';
import type { YamlMapping, YamlSequence } from './syntax.ts';

/** A flow collection as things between brackets. */
export function delimited(document: YamlDocument, node: YamlMapping | YamlSequence): Delimited {
  return {
    span: node.span,
    parts: partsOf(node).map(({ span, comma, above, trailing }) => ({ span, comma, above: above.map((comment) => comment.span), trailing: trailing?.span })),
    comments: document.file.comments.flatMap(({ span }) => (contains(node.span, span) ? [span] : [])),
  };
}
