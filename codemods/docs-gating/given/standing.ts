import { constantOf, isText, parts, type Argument, type Call, type Module, type PyNode, type Task } from '#pystd';
import type { Options } from '../options.ts';
import type { Page, Written } from '../pages.ts';

/** What an application is told of one page. */
export type Standing =
  /** Nothing: the page is served at FastAPI's own address. `call` is the one that would have to say so. */
  | { readonly kind: 'absent'; readonly call: Call }
  /** Some text whatever the settings say: the value of a keyword argument of `call`, or of an entry elsewhere. `constant`: by a name. */
  | { readonly kind: 'open'; readonly value: Written; readonly call: Call | undefined; readonly constant: boolean }
  | { readonly kind: 'off' }
  /** An expression in which somebody has decided already; `condition` is what the decision goes by, where it is one plain expression. */
  | { readonly kind: 'decided'; readonly condition: Condition | undefined }
  /** It cannot be told, for a reason: a full sentence. */
  | { readonly kind: 'unclear'; readonly because: string };

/** A test by which one page is served or not. */
export interface Condition {
  readonly test: PyNode;
  /** Whether the page is there when the test holds. */
  readonly isServed: boolean;
}

/** What a value says of the page it is given for. `call` is the call that it is a keyword argument of, if any. */
export function standingOfValue(module: Module, argument: Pick<Argument, 'value'>, call: Call | undefined, { python }: Task<Options>): Standing {
  const { value } = argument;
  const constant = constantOf(argument);
  if (constant === null || constant === '') return { kind: 'off' };
  if (isAlwaysText(value)) return { kind: 'open', value: { module, node: value }, call, constant: false };
  const symbol = value.type === 'identifier' || value.type === 'attribute' ? python.symbolOf(module, value) : undefined;
  const how = (symbol?.kind === 'defined' || symbol?.kind === 'local') && symbol.attributes.length === 0 ? symbol.binding.how : undefined;
  const assigned = how?.kind === 'assignment' ? how.value : undefined;
  if (assigned && isAlwaysText(assigned)) return constantOf({ value: assigned }) === '' ? { kind: 'off' } : { kind: 'open', value: { module, node: value }, call, constant: true };
  if (assigned?.type === 'none') return { kind: 'off' };
  return { kind: 'decided', condition: conditionIn(value) ?? (assigned && conditionIn(assigned) ? { test: value, isServed: true } : undefined) };
}

/** A text in each of its cases. */
function isAlwaysText(node: PyNode): boolean {
  const [first, , last] = node.type === 'conditional_expression' ? parts(node) : [];
  return first && last ? isAlwaysText(first) && isAlwaysText(last) : isText(node);
}

/** `"/docs" if test else None`, `None if test else "/docs"`, of a test that may be asked twice. */
function conditionIn(value: PyNode): Condition | undefined {
  const node = value.type === 'parenthesized_expression' ? (parts(value)[0] ?? value) : value;
  const [yes, test, no] = node.type === 'conditional_expression' ? parts(node) : [];
  if (!yes || !test || !no || (yes.type === 'none') === (no.type === 'none') || /:=|\bawait\b|\byield\b|#|\n/.test(test.text)) return undefined;
  return { test, isServed: no.type === 'none' };
}

/** What some arguments or entries say of each page. */
export type Said = ReadonlyMap<Page, Standing>;
