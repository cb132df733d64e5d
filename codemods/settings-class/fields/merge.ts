import { deepDescendants, type Reading, type Unset } from '#pystd';
import type { Draft, FieldUnset } from './draft.ts';
import { canonicalLiteral, textOf } from './literals.ts';
import type { FieldName } from './names.ts';
import { caseRemark, filesOf, remarksOn } from './remarks.ts';
import type { FieldRules } from './rules.ts';
import { isSecret } from './secrets.ts';
import type { FieldDecision, FieldSite, RemarkKind } from './shape.ts';
import { comparison, isInsideString, orElse, placed } from './sites.ts';
import { typedDraft } from './typed.ts';
import { sharedUnset, siteDefault, type SharedUnset } from './unset.ts';
import { notEmpty, written } from './written.ts';

/** One place where the variable's value goes into the program: a whole reading, or the access inside it. */
interface Use {
  readonly reading: Reading;
  readonly node: Reading['node'];
  readonly unset: Unset;
}

const TEXT: Pick<Reading, 'conversion' | 'whenEmpty'> = { conversion: { kind: 'text', steps: [] }, whenEmpty: undefined };

/**
 * The field that all places of a project can read one variable from, every one with the value it had. Where all of them convert alike it is typed; where only
 * the text is the same for all, it is the text, and the conversions stay where they are; else the reads stay.
 */
export function mergeReadings(readings: readonly Reading[], named: FieldName, rules: FieldRules): FieldDecision {
  const [first] = readings;
  if (!first) return { kind: 'stays', because: 'Nothing reads it.' };
  const { variable } = first.access;
  const unknown = readings.find(({ conversion, plain }) => conversion.kind === 'unknown' && !plain);
  if (unknown?.conversion.kind === 'unknown') return { kind: 'stays', because: unknown.conversion.because };
  const asked = readings.filter(({ conversion }) => conversion.kind === 'present');
  const values = readings.filter((reading) => !asked.includes(reading));
  const secret = values.some(({ unset, plain }) => [unset, plain?.unset].some((one) => one !== undefined && 'code' in one && isSecret(variable, one.code)));
  if (secret && !rules.requireSecrets) return { kind: 'stays', because: `\`${variable}\` has a secret for a default, in ${filesOf(values)}, which would only move to another file.` };
  if (secret) return withoutDefault(variable, values, asked, named, rules);
  return typed(variable, values, asked, named, rules) ?? asText(variable, values, asked, named, rules);
}

function typed(variable: string, values: readonly Reading[], asked: readonly Reading[], named: FieldName, rules: FieldRules, forced?: SharedUnset): FieldDecision | undefined {
  const [first] = values;
  if (!first || values.some((reading) => meaningOf(reading) !== meaningOf(first) || reading.mutation !== undefined)) return undefined;
  const uses = values.map((reading): Use => ({ reading, node: reading.node, unset: reading.unset }));
  const shared = forced ?? sharedUnset(uses.map(({ unset }) => unset), asked.length > 0);
  if ('contradiction' in shared) return undefined;
  return decided(variable, first, shared, uses, asked, named, rules);
}

/** Two readings with one meaning are the same value for every text. */
function meaningOf({ conversion, whenEmpty }: Reading): string {
  const words = conversion.kind === 'flag' ? { words: [...new Set(conversion.words)].sort() } : {};
  const empty = whenEmpty && (whenEmpty.kind === 'value' ? { kind: 'value', code: canonicalLiteral(whenEmpty.code) } : { kind: whenEmpty.kind, code: 'code' in whenEmpty ? whenEmpty.code : '' });
  return JSON.stringify([{ ...conversion, ...words }, empty]);
}

function asText(variable: string, values: readonly Reading[], asked: readonly Reading[], named: FieldName, rules: FieldRules, forced?: SharedUnset): FieldDecision {
  const uses = values.map(plainUse);
  const opaque = values.find((_, at) => uses[at] === undefined);
  if (opaque) return { kind: 'stays', because: `What \`${opaque.access.module.path}\` makes of \`${variable}\` is neither a type nor a text that others could share.` };
  const plain = uses.filter((use) => use !== undefined);
  const shared = forced ?? sharedUnset(plain.map(({ unset }) => unset), asked.length > 0);
  if ('contradiction' in shared) return { kind: 'stays', because: contradictionOf(shared.contradiction, variable, plain, asked) };
  const decision = decided(variable, TEXT, shared, plain, asked, named, rules);
  return decision ?? { kind: 'stays', because: `No field gives all that \`${variable}\` is in ${filesOf(values)}.` };
}

/** The part of a reading that is a text and can be replaced without the rest. */
function plainUse(reading: Reading): Use | undefined {
  const isText = reading.conversion.kind === 'text' && reading.conversion.steps.length === 0 && !reading.whenEmpty;
  if (isText) return { reading, node: reading.node, unset: reading.unset };
  return reading.plain && reading.covers.length <= 1 ? { reading, node: reading.plain.node, unset: reading.plain.unset } : undefined;
}

function contradictionOf(kind: 'failure' | 'default' | 'unknown', variable: string, uses: readonly Use[], asked: readonly Reading[]): string {
  if (kind === 'unknown') return uses.flatMap(({ unset }) => (unset.kind === 'unknown' ? [unset.because] : []))[0] ?? '';
  const failing = uses.filter(({ unset }) => unset.kind === 'fails').map(({ reading }) => reading);
  const others = [...uses.filter(({ unset }) => unset.kind !== 'fails').map(({ reading }) => reading), ...asked];
  if (kind === 'failure') return `\`${variable}\` must be set in ${filesOf(failing)} and may be absent in ${filesOf(others)}: one field cannot be both.`;
  const defaults = new Map<string, { readonly code: string; readonly readings: Reading[] }>();
  for (const { reading, unset } of uses) {
    const code = siteDefault(unset);
    if (code === undefined) continue;
    const known = defaults.get(canonicalLiteral(code));
    if (known) known.readings.push(reading);
    else defaults.set(canonicalLiteral(code), { code: code.replace(/\s+/g, ' '), readings: [reading] });
  }
  const places = [...defaults.values()].map(({ code, readings }) => `\`${code}\` in ${filesOf(readings)}`);
  return `\`${variable}\` has different defaults: ${places.join(', ')}. A person must choose one.`;
}

/** The standard wants a secret to be set: every default goes, that for the empty text included, and a place that did without it gets it as well. */
function withoutDefault(variable: string, values: readonly Reading[], asked: readonly Reading[], named: FieldName, rules: FieldRules): FieldDecision {
  if (asked.length > 0) return { kind: 'stays', because: `\`${variable}\` is a secret with a default, and ${filesOf(asked)} asks whether it is set.` };
  const required: SharedUnset = { unset: { kind: 'fails' }, atSites: false };
  const isReplaced = ({ whenEmpty }: Reading): boolean => whenEmpty !== undefined && 'code' in whenEmpty && isSecret(variable, whenEmpty.code);
  const bare = values.map((reading) => (isReplaced(reading) ? { ...reading, whenEmpty: undefined } : reading));
  const first = typed(variable, bare, [], named, rules, required);
  // Words it is compared with may be the secret itself.
  const decision = first?.kind === 'field' && !isSecret(variable, first.shape.annotation) ? first : asText(variable, bare, [], named, rules, required);
  if (decision.kind === 'stays') return decision;
  const kept = decision.sites.some(({ reading, node }) => node !== reading.node && isSecret(variable, textAround(node, reading.node)));
  const mustHaveText = values.some(isReplaced);
  if (kept || (mustHaveText && !rules.validators)) return { kind: 'stays', because: `\`${variable}\` has a secret for a default in ${filesOf(values)}, in an expression that cannot do without it.` };
  const remarks = [...remarksOn(['secret', ...(mustHaveText ? (['not-empty'] as const) : [])], variable, values), ...decision.remarks.filter(({ kind }) => kind !== 'required')];
  return { ...decision, shape: mustHaveText ? notEmpty(decision.shape) : decision.shape, remarks };
}

/** What is left of an expression when a part of it is replaced. */
function textAround(part: Reading['node'], { start, end, tree }: Reading['node']): string {
  return `${tree.text.slice(start, part.start)} ${tree.text.slice(part.end, end)}`;
}

/** The field of a meaning, when every place can use it. */
function decided(variable: string, meaning: Pick<Reading, 'conversion' | 'whenEmpty'>, shared: SharedUnset, uses: readonly Use[], asked: readonly Reading[], named: FieldName, rules: FieldRules): FieldDecision | undefined {
  const attempt = (unset: FieldUnset, atSites: boolean): { readonly draft: Draft; readonly atSites: boolean } | undefined => {
    // `None` must mean that the variable is unset where places look for that.
    if ((atSites || asked.length > 0) && meaning.whenEmpty?.kind === 'none') return undefined;
    const draft = typedDraft(meaning, unset, rules);
    return draft && { draft, atSites };
  };
  const found = attempt(shared.unset, shared.atSites) ?? (shared.unset.kind === 'value' ? attempt({ kind: 'none' }, true) : undefined);
  if (!found) return undefined;
  const { draft, atSites } = found;
  if (atSites && uses.some(({ node, unset }) => isInsideString(node) && /["'\\{}#]/.test(siteDefault(unset) ?? ''))) return undefined;
  const readings = [...uses.map(({ reading }) => reading), ...asked];
  const kinds: RemarkKind[] = [
    ...(draft.unset.kind === 'fails' ? (['required'] as const) : []), ...draft.remarks,
    ...(uses.some(({ unset }) => siteDefault(unset) === '...') ? (['ellipsis'] as const) : []),
    ...(uses.some(({ unset }) => textOf(siteDefault(unset) ?? '') === 'None') ? (['none-text'] as const) : []),
    ...(readings.some(({ access }) => access.reader !== 'os') ? (['files'] as const) : []),
  ];
  return {
    kind: 'field',
    shape: written(draft, variable, named, rules, commentsOf(readings)),
    sites: [...uses.map((use) => valueSite(use, named, atSites)), ...asked.map((reading) => questionSite(reading, named))],
    remarks: [...remarksOn(kinds, variable, readings), ...caseRemark(variable, named, rules)],
  };
}

function valueSite({ reading, node, unset }: Use, { name }: FieldName, atSites: boolean): FieldSite {
  const otherwise = atSites ? siteDefault(unset) : undefined;
  return { reading, node, replacement: (object) => (otherwise === undefined ? placed(node, `${object}.${name}`) : orElse(node, `${object}.${name}`, otherwise)) };
}

function questionSite(reading: Reading, { name }: FieldName): FieldSite {
  const isNegated = reading.conversion.kind === 'present' && reading.conversion.negated;
  return { reading, node: reading.node, replacement: (object) => comparison(reading.node, `${object}.${name} is ${isNegated ? 'None' : 'not None'}`) };
}

/** What people wrote at the reads, and inside them; words for tools are left out. */
function commentsOf(readings: readonly Reading[]): string[] {
  const inside = ({ node }: Reading): string[] => [...deepDescendants(node, () => true)].filter(({ type }) => type === 'comment').map(({ text }) => text.replace(/^#+\s*/, ''));
  const all = readings.flatMap((reading) => [...reading.comments, ...inside(reading)]).map((comment) => comment.trim());
  return [...new Set(all)].filter((comment) => comment !== '' && !/^(noqa|nosec|type:|pragma:|pylint:|pyright:|mypy:|ruff:|fmt:|isort:|pystd:|noinspection)/.test(comment));
}
