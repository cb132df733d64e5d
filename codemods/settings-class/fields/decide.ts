import { deepDescendants, type Reading, type Unset } from '#pystd';
import type { Draft, FieldUnset } from './draft.ts';
import { textOf } from './literals.ts';
import type { FieldName } from './names.ts';
import { caseRemark, remarksOn } from './remarks.ts';
import type { FieldRules } from './rules.ts';
import type { FieldDecision, FieldShape, FieldSite, RemarkKind } from './shape.ts';
import { comparison, isInsideString, orElse, placed } from './sites.ts';
import { typedDraft } from './typed.ts';
import { siteDefault, type SharedUnset } from './unset.ts';
import { written } from './written.ts';

/** The variable a field is made for. */
export interface Wanted {
  readonly variable: string;
  readonly named: FieldName;
  readonly rules: FieldRules;
  /** Whether a field that would do may be it: one that is there already must be the same. */
  readonly accepts: (shape: FieldShape) => boolean;
}

/** One place where the variable's value goes into the program: a whole reading, or the access inside it. */
export interface Use {
  readonly reading: Reading;
  readonly node: Reading['node'];
  readonly unset: Unset;
}

/** The field of a meaning, when every place can use it. */
export function decided(meaning: Pick<Reading, 'conversion' | 'whenEmpty'>, shared: SharedUnset, uses: readonly Use[], asked: readonly Reading[], { variable, named, rules, accepts }: Wanted): FieldDecision | undefined {
  const readings = [...uses.map(({ reading }) => reading), ...asked];
  const comments = commentsOf(readings);
  const attempt = (unset: FieldUnset, atSites: boolean): { readonly draft: Draft; readonly shape: FieldShape; readonly atSites: boolean } | undefined => {
    // `None` must mean that the variable is unset where places look for that.
    if ((atSites || asked.length > 0) && meaning.whenEmpty?.kind === 'none') return undefined;
    const draft = typedDraft(meaning, unset, rules);
    const shape = draft && written(draft, variable, named, rules, comments);
    return shape && accepts(shape) ? { draft, shape, atSites } : undefined;
  };
  const found = attempt(shared.unset, shared.atSites) ?? (shared.unset.kind === 'value' ? attempt({ kind: 'none' }, true) : undefined);
  if (!found) return undefined;
  const { draft, shape, atSites } = found;
  if (atSites && uses.some(({ node, unset }) => isInsideString(node) && /["'\\{}#]/.test(siteDefault(unset) ?? ''))) return undefined;
  const kinds: RemarkKind[] = [
    ...(draft.unset.kind === 'fails' ? (['required'] as const) : []), ...draft.remarks,
    ...(uses.some(({ unset }) => siteDefault(unset) === '...') ? (['ellipsis'] as const) : []),
    ...(uses.some(({ unset }) => textOf(siteDefault(unset) ?? '') === 'None') ? (['none-text'] as const) : []),
    ...(readings.some(({ access }) => access.reader !== 'os') ? (['files'] as const) : []),
  ];
  return {
    kind: 'field',
    shape,
    sites: [...uses.map((use) => valueSite(use, named, atSites, draft.types.join() === 'str')), ...asked.map((reading) => questionSite(reading, named))],
    remarks: [...remarksOn(kinds, variable, readings), ...caseRemark(variable, named, rules)],
  };
}

function valueSite({ reading, node, unset }: Use, { name }: FieldName, atSites: boolean, isText: boolean): FieldSite {
  const otherwise = atSites ? siteDefault(unset) : undefined;
  return { reading, node, replacement: (object) => (otherwise === undefined ? placed(node, `${object}.${name}`) : orElse(node, `${object}.${name}`, otherwise, isText)) };
}

function questionSite(reading: Reading, { name }: FieldName): FieldSite {
  const isNegated = reading.conversion.kind === 'present' && reading.conversion.negated;
  return { reading, node: reading.node, replacement: (object) => comparison(reading.node, `${object}.${name} is ${isNegated ? 'None' : 'not None'}`) };
}

/** What people wrote at the reads, and inside them; words for tools are left out. */
function commentsOf(all: readonly Reading[]): string[] {
  // What stands above other code speaks of that code.
  const readings = all.filter(({ named }) => named !== undefined);
  const inside = ({ node }: Reading): string[] => [...deepDescendants(node, () => true)].filter(({ type }) => type === 'comment').map(({ text }) => text.replace(/^#+\s*/, ''));
  const comments = readings.flatMap((reading) => [...reading.comments, ...inside(reading)]).map((comment) => comment.trim());
  return [...new Set(comments)].filter((comment) => comment !== '' && !/^(noqa|nosec|type:|pragma:|pylint:|pyright:|mypy:|ruff:|fmt:|isort:|pystd:|noinspection)/.test(comment));
}
