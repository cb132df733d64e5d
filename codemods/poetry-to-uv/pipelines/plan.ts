import { applyEdits, isYamlProblem, isYamlRefusal, parseYaml, type Edit, type FileRewrite, type Span, type YamlOutcome } from '#pystd';

/** What an edit maker gives, or edits made by hand. */
export type Planned = YamlOutcome | readonly Edit[] | { readonly problem: string };

/** Changes of one YAML file that are made together: the file must be YAML with all of them, and two removals may meet. */
export interface YamlPlan {
  /** One finding with all of these edits, or, when one of them cannot be made, for a person. */
  change(at: Span, message: string, planned: readonly Planned[]): void;
  flag(at: Span, message: string): void;
  /** Whether a change so far replaces or removes any of this stretch. */
  isRewritten(span: Span): boolean;
  /** The text as it will be, for asking what is still used. */
  textAfter(): string;
  /** Hands the changes on. */
  finish(): void;
}

interface PlannedChange {
  readonly at: Span;
  readonly message: string;
  readonly edits: readonly Edit[];
}

/** Collects changes of a file until all of them are known. */
export function planFor(rewrite: FileRewrite): YamlPlan {
  const changes: PlannedChange[] = [];
  const { text } = rewrite.file;
  const all = (): readonly Edit[] => changes.flatMap(({ edits }) => edits);
  const flag = (at: Span, message: string): void => rewrite.flag(at, message);
  return {
    flag,
    change(at, message, planned) {
      const edits: Edit[] = [];
      for (const one of planned) {
        if ('problem' in one) return flag(at, `${message} Not done: ${one.problem}`);
        if (isRefused(one)) return flag(at, `${message} Not done: ${one.refused}`);
        for (const edit of isEdits(one) ? one : one.edits) {
          const left = without(edit, [...all(), ...edits]);
          if (left === 'overlap') return flag(at, `${message} Not done: another change rewrites the same place.`);
          if (left) edits.push(left);
        }
      }
      if (edits.length > 0) changes.push({ at, message, edits });
    },
    isRewritten: (span) => rewrite.isRewritten(span) || all().some((edit) => edit.span.start < span.end && span.start < edit.span.end),
    textAfter: () => applyEdits(text, all()),
    finish() {
      const after = parseYaml(applyEdits(text, all()));
      for (const { at, message, edits } of changes) {
        rewrite.change(at, message, isYamlProblem(after) ? { problem: `the file would not be YAML with all of its changes: ${after.problem}` } : edits);
      }
    },
  };
}

function isEdits(planned: Planned): planned is readonly Edit[] {
  return Array.isArray(planned);
}

function isRefused(planned: Exclude<Planned, { readonly problem: string }>): planned is { readonly refused: string } {
  return !isEdits(planned) && isYamlRefusal(planned);
}

/** What an edit adds to others: of a removal that reaches into another removal, the rest. `undefined`: nothing. */
function without(edit: Edit, others: readonly Edit[]): Edit | 'overlap' | undefined {
  let { start, end } = edit.span;
  for (const { span, text } of others) {
    if (span.start >= end || start >= span.end) continue;
    if (text !== '' || edit.text !== '') {
      // What stands inside something that goes goes with it.
      if (text === '' && span.start <= start && end <= span.end) return undefined;
      return 'overlap';
    }
    if (span.start <= start && end <= span.end) return undefined;
    if (span.start <= start) start = span.end;
    else if (end <= span.end) end = span.start;
    else return 'overlap';
  }
  return { span: { start, end }, text: edit.text };
}
