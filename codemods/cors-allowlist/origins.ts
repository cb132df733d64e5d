import { deepDescendants, parts, plainString, type Module, type PyNode, type RepositoryView, type SettingsField, type SettingsObject } from '#pystd';

/** What `allow_origins` holds. */
export type Origins =
  /** Texts that stand in the code: there, or as a constant with that name. */
  | { readonly kind: 'literal'; readonly module: Module; readonly node: PyNode; readonly items: readonly string[]; readonly name: { readonly module: Module; readonly name: string } | undefined }
  | { readonly kind: 'field'; readonly settings: SettingsObject; readonly field: SettingsField; readonly hasStar: boolean }
  /** Something computed in which a star stands, such as the default of a variable, and that decides nothing. */
  | { readonly kind: 'fallback' }
  | { readonly kind: 'other' };

/** More hops than this from name to name are not followed. */
const MOST_HOPS = 4;

/** Whether a text lets every site in: alone, or between commas. */
function isStar(text: string | undefined): boolean {
  return text !== undefined && text.split(',').some((part) => part.trim() === '*');
}

/** Follows an expression for origins to the texts or the setting behind it. */
export function originsOf(module: Module, expression: PyNode, view: RepositoryView, hops = 0): Origins {
  const node = unwrapped(expression);
  const items = /^(?:list|tuple|set)$/.test(node.type) ? parts(node).map(plainString) : [undefined];
  if (items.every((item) => item !== undefined)) return { kind: 'literal', module, node, items, name: undefined };
  if (node.type === 'identifier' || node.type === 'attribute') {
    const field = fieldOf(module, node, view);
    if (field) return { kind: 'field', ...field, hasStar: /["']\s*\*\s*["']/.test(field.field.value ?? '') };
    const named = hops < MOST_HOPS ? behind(module, node, view, hops) : undefined;
    if (named) return named;
  }
  // A star on one side of a decision is somebody's decision.
  if (node.type === 'conditional_expression') return { kind: 'other' };
  const inner = copied(node);
  if (inner) return originsOf(module, inner, view, hops + 1);
  for (const one of deepDescendants(node, () => true)) if (one.type === 'string' && isStar(plainString(one))) return { kind: 'fallback' };
  return { kind: 'other' };
}

/** What a variable or constant that is bound once stands for. */
function behind(module: Module, node: PyNode, view: RepositoryView, hops: number): Origins | undefined {
  const symbol = view.python.symbolOf(module, node);
  if ((symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0) return undefined;
  const { how, scope, name } = symbol.binding;
  if (how.kind !== 'assignment' || !how.value || (scope.bindings.get(name) ?? []).length > 1) return undefined;
  const found = originsOf(symbol.module, how.value, view, hops + 1);
  return found.kind === 'literal' && found.node === unwrapped(how.value) ? { ...found, name: { module: symbol.module, name } } : found;
}

/** `[str(origin) for origin in settings.CORS_ORIGINS]`, `list(ORIGINS)`: the same texts. */
function copied(node: PyNode): PyNode | undefined {
  if (node.type === 'list_comprehension') {
    const [element, clause, ...more] = parts(node);
    const [target, source] = clause?.type === 'for_in_clause' ? parts(clause) : [];
    const isSame = element && target && (element.text === target.text || element.text.replace(/\s/g, '') === `str(${target.text})`);
    return isSame && more.length === 0 ? source : undefined;
  }
  return node.type === 'call' && /^(?:list|tuple|set)$/.test(parts(node)[0]?.text ?? '') ? parts(parts(node)[1] ?? node)[0] : undefined;
}

/** The field of a settings object: `settings.CORS_ORIGINS`, `get_settings().CORS_ORIGINS`. */
function fieldOf(module: Module, node: PyNode, { python, backend }: RepositoryView): { readonly settings: SettingsObject; readonly field: SettingsField } | undefined {
  if (node.type !== 'attribute') return undefined;
  const [object, last] = parts(node);
  const called = object?.type === 'call' ? parts(object)[0] : object;
  const symbol = called && python.symbolOf(module, called);
  if (!symbol || (symbol.kind !== 'defined' && symbol.kind !== 'local') || symbol.attributes.length > 0) return undefined;
  const maker = symbol.binding.how.kind === 'assignment' && symbol.binding.how.value?.type === 'call' ? parts(symbol.binding.how.value)[0] : undefined;
  const made = maker && python.symbolOf(symbol.module, maker);
  const settings = backend.settings.objects.find((one) => {
    const isOwn = symbol.kind === 'defined' && one.module === symbol.module && one.name === symbol.name;
    const isMade = made?.kind === 'defined' && one.getters.some((getter) => getter.module === made.module && getter.name === made.name);
    const isGot = symbol.kind === 'defined' && one.getters.some((getter) => getter.module === symbol.module && getter.name === symbol.name);
    return isOwn || isMade || (object?.type === 'call' && isGot);
  });
  const field = settings?.fields.findLast(({ name }) => name === last?.text);
  return settings && field ? { settings, field } : undefined;
}

function unwrapped(node: PyNode): PyNode {
  const [inner] = node.type === 'parenthesized_expression' ? parts(node) : [];
  return inner ? unwrapped(inner) : node;
}

/** An origin that no pattern for somebody's own sites takes. */
const STRANGER = 'https://a7.stranger-site.example';

/** Whether a pattern of `allow_origin_regex`, which must match the whole origin, takes every site; `undefined` where it cannot be read. */
export function takesEverySite(pattern: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern.replaceAll('(?P<', '(?<').replaceAll('\\Z', '$').replaceAll('\\A', '^')})$`).test(STRANGER);
  } catch {
    return undefined;
  }
}
