import { identifiersSpelled, insertion, lineStart, parts, startsLine, type Edit, type LoggingSetup, type Module, type PyNode, type RepositoryView } from '#pystd';

const MERGES = /\bmerge_contextvars\b/;

/** Edits that have a chain of structlog take over the variables of the request, or why that cannot be seen to: a full sentence. */
export function enrichStructlog({ python }: RepositoryView, { module, callee, arguments: given }: LoggingSetup): { readonly edits: readonly Edit[] } | { readonly problem: string } {
  const chains = [given.find(({ name }) => name === 'processors')?.value, ...keywordValues(module, 'foreign_pre_chain')].filter((node) => node !== undefined);
  if (given.some(({ unpacking }) => unpacking !== undefined)) return { problem: 'The arguments of `structlog.configure` are put together as the program runs.' };
  const lists = chains.map((chain) => listOf(module, chain));
  if (!lists.every((list) => list !== undefined)) return MERGES.test(module.text) ? { edits: [] } : { problem: 'The chain of processors is put together as the program runs.' };
  // What several chains begin with is completed once.
  const begun = new Set(lists.filter((list) => !MERGES.test(list.text)).flatMap((list) => (splats(list, module).some((splat) => MERGES.test(splat.text)) ? [] : (splats(list, module)[0] ?? list))));
  const lacking = [...begun];
  if (lacking.length === 0) return { edits: [] };
  if (callee.type !== 'attribute' || python.symbolOf(module, callee).kind !== 'external') return { problem: `\`${callee.text}\` is not spelled by the module \`structlog\`, which its processors would need.` };
  const spelled = `${callee.text.slice(0, callee.text.lastIndexOf('.'))}.contextvars.merge_contextvars`;
  return { edits: lacking.map((list) => asFirst(list, spelled)) };
}

function keywordValues(module: Module, name: string): readonly PyNode[] {
  return [...identifiersSpelled(module.tree.root, name)].flatMap((node) => (node.parent?.type === 'keyword_argument' && node.parent.children[0] === node ? (parts(node.parent).at(-1) ?? []) : []));
}

/** The list that an expression stands for: itself, or what the variable is given once. */
function listOf(module: Module, node: PyNode): PyNode | undefined {
  if (node.type === 'list') return node;
  const meant = node.type === 'identifier' ? module.names.lookup(node.text, module.names.scopeOf(node)) : undefined;
  const [binding, other] = meant?.kind === 'bound' ? meant.bindings : [];
  const value = binding?.how.kind === 'assignment' && !other ? binding.how.value : undefined;
  return value?.type === 'list' ? value : undefined;
}

function splats(list: PyNode, module: Module): readonly PyNode[] {
  return parts(list).flatMap((item) => (item.type === 'list_splat' ? (listOf(module, parts(item)[0] ?? item) ?? []) : []));
}

function asFirst(list: PyNode, code: string): Edit {
  const [first] = parts(list).filter(({ type }) => type !== 'comment');
  const { text } = list.tree;
  if (!first) return insertion(list.start + 1, code);
  const start = lineStart(text, first.start);
  const gap = startsLine(text, first.start) ? `,${text.slice(0, start).endsWith('\r\n') ? '\r\n' : '\n'}${text.slice(start, first.start)}` : ', ';
  return insertion(first.start, `${code}${gap}`);
}
