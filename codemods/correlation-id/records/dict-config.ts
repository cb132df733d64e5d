import { plainString, type Edit, type Module, type PyNode, type RepositoryView } from '#pystd';
import { addItem, addPair, pairsIn, valueOf, type Pair } from './dictionary.ts';
import { showField } from './format.ts';

/** What a configuration that is written out has to be given, or why it cannot be: a full sentence. */
export type Enrichment =
  | { readonly edits: readonly Edit[]; /** Full sentences on what will not show the id. */ readonly gaps: readonly string[] }
  | { readonly problem: string };

interface Situation {
  readonly view: RepositoryView;
  readonly module: Module;
  readonly dictionary: PyNode;
  readonly field: string;
  /** The class of the filter, as the module names it, and what else its entry says. */
  readonly filter: string;
  readonly given: string;
}

/** Edits that put the filter into a configuration: an entry for it, each handler has it, and each format shows the field. */
export function enrichDictionary(situation: Situation): Enrichment {
  const { dictionary, field, filter, given: more, module, view } = situation;
  if (/\bQueue(?:Handler|Listener)\b/.test(dictionary.text)) return { problem: 'Records go through a queue, whose handlers run in another thread, where the id is not known.' };
  const pairs = pairsIn(dictionary);
  const handlers = pairs && dictionariesIn(valueOf(pairs, 'handlers'));
  if (!pairs || !handlers) return { problem: 'Parts of the configuration are put together as the program runs.' };
  const width = view.backend.projects.lineWidth(module.path);
  const filters = valueOf(pairs, 'filters');
  const known = filters === undefined ? [] : filters.type === 'dictionary' ? pairsIn(filters) : undefined;
  if (!known) return { problem: 'The filters of the configuration are put together as the program runs.' };
  const there = known.find(({ value }) => new RegExp(`\\b${filter}\\b`).test(value.text));
  if (!there && known.some(({ key }) => key === field)) return { problem: `A filter \`${field}\` is something else.` };
  const name = there?.key ?? field;
  const entry = `"${name}": {"()": ${filter}${more}}`;
  const edits: Edit[] = there ? [] : filters ? [...addPair(filters, entry, undefined, width)] : [...addPair(dictionary, `"filters": {${entry}}`, 'handlers', width)];
  for (const handler of handlers) {
    const given = valueOf(handler.pairs, 'filters');
    if (given && given.type !== 'list') return { problem: `The filters of the handler \`${handler.key}\` are put together as the program runs.` };
    if (given?.children.some((item) => plainString(item) === name)) continue;
    edits.push(...(given ? addItem(given, `"${name}"`) : addPair(handler.value, `"filters": ["${name}"]`, keyBehind(handler.pairs, 'formatter'), width)));
  }
  const shown = formats(situation, pairs);
  return { edits: [...edits, ...shown.edits], gaps: shown.gaps };
}

interface Entry extends Pair {
  readonly pairs: readonly Pair[];
}

/** The entries of a dictionary of dictionaries, all of them written out. */
function dictionariesIn(node: PyNode | undefined): readonly Entry[] | undefined {
  const pairs = node?.type === 'dictionary' ? pairsIn(node) : undefined;
  const entries = pairs?.map((pair): Entry | undefined => {
    const inner = pair.value.type === 'dictionary' ? pairsIn(pair.value) : undefined;
    return inner && { ...pair, pairs: inner };
  });
  return entries?.every((entry) => entry !== undefined) ? entries : undefined;
}

function keyBehind(pairs: readonly Pair[], key: string): string | undefined {
  const at = pairs.findIndex((pair) => pair.key === key);
  return at < 0 ? undefined : pairs[at + 1]?.key;
}

function formats({ module, dictionary, field, view }: Situation, pairs: readonly Pair[]): { readonly edits: readonly Edit[]; readonly gaps: readonly string[] } {
  const entries = dictionariesIn(valueOf(pairs, 'formatters'));
  if (!entries) return { edits: [], gaps: valueOf(pairs, 'formatters') ? ['The formats are put together as the program runs.'] : [] };
  const edits: Edit[] = [];
  const gaps: string[] = [];
  for (const entry of entries) {
    const maker = valueOf(entry.pairs, '()') ?? valueOf(entry.pairs, 'class');
    const format = valueOf(entry.pairs, 'format') ?? valueOf(entry.pairs, 'fmt');
    const style = valueOf(entry.pairs, 'style');
    if (maker && showsExtras(view, module, maker, field)) continue;
    if (!format) {
      if (maker) gaps.push(`The formatter \`${entry.key}\` decides by itself what it shows.`);
      continue;
    }
    const shown = showField(view, module, format, field, style === undefined ? '%' : (plainString(style) ?? ''), dictionary);
    if ('problem' in shown) gaps.push(shown.problem);
    else edits.push(...shown.edits.filter((edit) => !edits.some(({ span, text }) => span.start === edit.span.start && text === edit.text)));
  }
  return { edits, gaps };
}

/** Whether a formatter shows every further field of a record by itself: those of python-json-logger, and own classes that go over all fields or know this one. */
function showsExtras({ python }: RepositoryView, module: Module, maker: PyNode, field: string): boolean {
  const dotted = plainString(maker);
  if (dotted !== undefined && /^pythonjsonlogger\./.test(dotted)) return true;
  const [file, name] = dotted === undefined ? [] : [dotted.split('.').slice(0, -1).join('.'), dotted.split('.').at(-1) ?? ''];
  const found = file === undefined ? undefined : python.imported(module, 0, file);
  const symbol = dotted === undefined ? python.symbolOf(module, maker) : found?.kind === 'module' && found.module.parses ? python.exported(found.module, name ?? '') : undefined;
  if (symbol?.kind === 'external') return /^pythonjsonlogger\./.test(symbol.name);
  if (symbol?.kind !== 'defined' || symbol.binding.how.kind !== 'class') return false;
  const { text } = symbol.binding.how.definition;
  return text.includes(field) || /\bvars\(record\)|\brecord\.__dict__/.test(text);
}
