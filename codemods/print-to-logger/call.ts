import { deepDescendants, isSecretName, parts, plainString, type Module, type PyNode, type Task } from '#pystd';

/** A call of `print` that a record can take the place of. */
export interface Print {
  readonly module: Module;
  readonly node: PyNode;
  readonly values: readonly PyNode[];
  /** What stands between the values: the literal as written, `undefined` for the usual space. */
  readonly separator: PyNode | undefined;
  readonly isError: boolean;
  /** The stream it writes to, where one is given. */
  readonly stream: PyNode | undefined;
  /** Whether anything but values is given. */
  readonly hasKeywords: boolean;
}

/** Reads a call of `print`; a full sentence where no record says the same. */
export function readPrint(module: Module, node: PyNode, task: Task<object>): Print | { readonly problem: string } {
  if (node.parent?.type !== 'expression_statement') return { problem: 'It is part of an expression.' };
  const list = node.children.find(({ type }) => type === 'argument_list');
  if (!list) return { problem: 'It prints what a generator gives.' };
  const values: PyNode[] = [];
  let separator: PyNode | undefined;
  let isError = false;
  let given: PyNode | undefined;
  for (const argument of parts(list)) {
    const [name, value] = argument.type === 'keyword_argument' ? parts(argument) : [];
    if (argument.type === 'list_splat' || argument.type === 'dictionary_splat') return { problem: 'It unpacks its arguments.' };
    if (!name || !value) {
      values.push(argument);
      continue;
    }
    if (name.text === 'sep' && value.type !== 'none') {
      if (plainString(value) === undefined && !/^["']\\[nt]["']$/.test(value.text)) return { problem: 'What stands between its values is computed.' };
      separator = value;
    } else if (name.text === 'end' && value.type !== 'none' && !/^["']\\n["']$/.test(value.text)) return { problem: 'It ends in something else than a line break.' };
    else if (name.text === 'file') {
      const stream = streamOf(module, value, task);
      if (stream === undefined) return { problem: 'It writes to a file.' };
      isError = stream === 'stderr';
      given = value;
    } else if (!/^(?:sep|end|flush)$/.test(name.text)) return { problem: `It takes no \`${name.text}\`.` };
  }
  const secret = values.map(secretIn).find((name) => name !== undefined);
  if (secret !== undefined) return { problem: `It may show a secret (\`${secret}\`), which belongs in no log.` };
  if (values.length > 1 && [...deepDescendants(list, () => true)].some(({ type }) => type === 'comment')) return { problem: 'Comments stand between its values.' };
  return { module, node, values, separator, isError, stream: given, hasKeywords: parts(list).length > values.length };
}

function streamOf(module: Module, value: PyNode, { python }: Task<object>): 'stdout' | 'stderr' | undefined {
  if (value.type === 'none') return 'stdout';
  const symbol = value.type === 'identifier' || value.type === 'attribute' ? python.symbolOf(module, value) : undefined;
  if (symbol?.kind !== 'external') return undefined;
  return symbol.name === 'sys.stderr' ? 'stderr' : symbol.name === 'sys.stdout' ? 'stdout' : undefined;
}

/** A name in an expression that speaks of a secret; how long it is or whether it is there shows nothing of it. */
function secretIn(value: PyNode): string | undefined {
  for (const node of deepDescendants(value, (one) => !isHarmless(one))) {
    const name = node.type === 'identifier' ? node.text : node.parent?.type === 'subscript' ? plainString(node) : undefined;
    if (name !== undefined && isSecretName(name) && !isKeyword(node)) return name;
  }
  return undefined;
}

/** `len(token)`, `bool(password)`, `password is None`. */
function isHarmless(node: PyNode): boolean {
  return (node.type === 'call' && /^(?:len|bool|type|isinstance)\(/.test(node.text)) || (node.type === 'comparison_operator' && / is (?:not )?None$/.test(node.text));
}

function isKeyword(node: PyNode): boolean {
  return node.parent?.type === 'keyword_argument' && node.parent.children[0] === node;
}
