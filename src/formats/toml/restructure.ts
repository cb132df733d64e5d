import { applyEdits } from '../../text/apply.ts';
import { isRefusal, type TomlOutcome } from './change.ts';
import { ownedComments } from './belongings.ts';
import { shareOut, type Carrier, type Carriers, type StrayComments, type Strays } from './carriers.ts';
import { firstDifference, pathText } from './data.ts';
import type { TomlDocument } from './document.ts';
import { composed } from './layout.ts';
import { NO_STRAYS, notIn, type Writer } from './out-rows.ts';
import { isTomlProblem, parseToml } from './parse.ts';
import { editsOf, inOrder, type Piece } from './pieces.ts';
import { indentUnit, styleNear } from './style.ts';
import type { TomlTarget } from './target.ts';
import { targetData } from './target-data.ts';

/**
 * Moves data between tables, with its comments. Values that mean the same are taken as they are written; new tables stand where their
 * origin stood, otherwise behind the target table before them in the list; what neither is removed nor a target keeps every byte. Comments of
 * what goes without a successor stay beside what is nearest to it. Refused is what would not mean exactly the intended, or lose a comment.
 */
export function restructure(document: TomlDocument, target: TomlTarget): TomlOutcome {
  const style = styleNear(document, []);
  const intended = targetData(document.data, target, style);
  if (isRefusal(intended)) return intended;
  const carriers = shareOut(document, target);
  const writer: Writer = { document, style, unit: indentUnit(document), carriers, strays: new Map() };
  let pieces = composed(writer, target, intended.data);
  if (isRefusal(pieces)) return pieces;
  const strays = straysIn(document, pieces, carriers.nearestTo);
  if (strays.size > 0) pieces = composed({ ...writer, strays }, target, intended.data);
  if (isRefusal(pieces)) return pieces;
  const edits = editsOf(document.text, inOrder(document.text, pieces));
  const objection = objectionTo(document, applyEdits(document.text, edits), intended.data);
  return objection === undefined ? { edits, intended: intended.data } : { refused: objection };
}

/** The comments that some pieces do not hold, by the carrier they are put beside. */
function straysIn(document: TomlDocument, pieces: readonly Piece[], nearestTo: Carriers['nearestTo']): Strays {
  const owned = ownedComments(document);
  const lost = new Set(notIn(pieces, owned.map(({ comment }) => comment)));
  const strays = new Map<Carrier, StrayComments>();
  for (const { comment, path } of owned) {
    const found = lost.has(comment) ? nearestTo(path, comment.span.start) : undefined;
    if (!found) continue;
    const others = strays.get(found.carrier) ?? NO_STRAYS;
    strays.set(found.carrier, { ...others, [found.side]: [...others[found.side], comment] });
  }
  return strays;
}

/** The proof: the new text means what was intended, and says every comment as often as before. */
function objectionTo(document: TomlDocument, text: string, intended: TomlDocument['data']): string | undefined {
  const after = parseToml(text);
  if (isTomlProblem(after)) return `The edited text would not be TOML: line ${after.line}: ${after.message}`;
  const path = firstDifference(after.data, intended);
  if (path) return `The edited text would not mean what was intended at ${pathText(path)}.`;
  const comments = (read: TomlDocument): string[] => [...read.syntax.loose, ...ownedComments(read).map(({ comment }) => comment)].map((comment) => comment.text).sort();
  const before = comments(document);
  const now = comments(after);
  const lost = before.find((comment, index) => comment !== now[index]) ?? now[before.length];
  return lost === undefined ? undefined : `The edited text would not have the same comments: ${lost}`;
}
