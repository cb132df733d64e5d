import { argumentListOf, argumentsOf, calleeOf, parts, type PyNode } from '#pystd';
import { flat, verbatim, type Written } from './flat.ts';

const STEP = '    ';

/** How much room there is, and what is written at slots. */
export interface Room {
  readonly width: number;
  readonly written: readonly Written[];
}

/** An expression with something before and behind it, on as many lines as it takes, as Black and Ruff write it where that can be told. */
export function laidOut(node: PyNode, before: string, behind: string, indent: string, room: Room): readonly string[] {
  const inner = bare(node);
  const one = flat(inner, room.written);
  if (one !== undefined && indent.length + before.length + one.length + behind.length <= room.width) return [`${indent}${before}${one}${behind}`];
  const links = one === undefined ? undefined : linksOf(inner, room);
  if (links && links.length > 2) {
    if (one !== undefined && indent.length + STEP.length + one.length <= room.width) return [`${indent}${before}(`, `${indent}${STEP}${one}`, `${indent})${behind}`];
    const lines = links.flatMap((link) => linkLines(link, indent + STEP, room));
    return [`${indent}${before}(`, ...lines, `${indent})${behind}`];
  }
  const [root, only] = links ?? [];
  const step = only && links?.length === 2 && root?.root ? flatStep(only, room) : undefined;
  if (root?.root && step !== undefined) return [`${indent}${before}(`, ...laidOut(bare(root.root), '', '', indent + STEP, room), `${indent})${step}${behind}`];
  const call = one === undefined ? undefined : callLines(inner, before, behind, indent, room);
  return call ?? asItStands(node, before, behind, indent, room);
}

/** Without the parentheses that only let an expression go over several lines. */
function bare(node: PyNode): PyNode {
  const [only, other] = node.type === 'parenthesized_expression' ? parts(node) : [];
  return only && !other && only.type !== 'yield' ? bare(only) : node;
}

/** One step of a chain of calls with its arguments: `.filter(…)`; the first has what the chain begins with. */
interface Step {
  readonly head: string;
  readonly args: readonly PyNode[];
  /** What the chain begins with, where that is in parentheses: `(await db.execute(…))`. */
  readonly root?: PyNode;
}

/** The steps of a chain of calls; `undefined` where something else is between them. */
function linksOf(node: PyNode, room: Room): readonly Step[] | undefined {
  const [inner] = node.type === 'await' ? parts(node) : [node];
  const steps: Step[] = [];
  let at = inner;
  while (at?.type === 'call') {
    const callee = calleeOf(at);
    const list = argumentListOf(at);
    const [object, name] = callee?.type === 'attribute' ? parts(callee) : [];
    if (!callee || !list) return undefined;
    const isFirst = !object || object.type !== 'call';
    if (object?.type === 'parenthesized_expression' && node.type !== 'await') {
      return [{ head: '', args: [], root: object }, { head: `.${name?.text ?? ''}`, args: argumentsOf(list).map((one) => one.node) }, ...steps];
    }
    const head = isFirst ? flat(callee, room.written) : `.${name?.text ?? ''}`;
    if (head === undefined || (isFirst && object && object.type !== 'identifier' && object.type !== 'attribute')) return undefined;
    steps.unshift({ head: `${isFirst && node.type === 'await' ? 'await ' : ''}${head}`, args: argumentsOf(list).map((one) => one.node) });
    if (isFirst) return steps;
    at = object;
  }
  return undefined;
}

function flatStep({ head, args }: Step, room: Room): string {
  return `${head}(${args.map((one) => flat(one, room.written) ?? '').join(', ')})`;
}

function linkLines({ head, args, root }: Step, indent: string, room: Room): readonly string[] {
  if (root) {
    const whole = flat(root, room.written);
    if (whole !== undefined && indent.length + whole.length <= room.width) return [`${indent}${whole}`];
    return [`${indent}(`, ...laidOut(bare(root), '', '', indent + STEP, room), `${indent})`];
  }
  const texts = args.map((one) => flat(one, room.written) ?? '');
  const line = `${indent}${head}(${texts.join(', ')})`;
  return line.length <= room.width ? [line] : argumentLines(`${head}(`, args, ')', indent, room);
}

function callLines(node: PyNode, before: string, behind: string, indent: string, room: Room): readonly string[] | undefined {
  const [call] = node.type === 'await' ? parts(node) : [node];
  const callee = call?.type === 'call' ? calleeOf(call) : undefined;
  const list = call?.type === 'call' ? argumentListOf(call) : undefined;
  const [object, name] = callee?.type === 'attribute' ? parts(callee) : [];
  // Empty brackets stay together: those before them break.
  if (list && argumentsOf(list).length === 0 && object?.type === 'call' && node.type === 'call') return callLines(object, before, `.${name?.text ?? ''}()${behind}`, indent, room);
  const head = callee && flat(callee, room.written);
  if (head === undefined || !list || `${indent}${before}${head}`.length >= room.width) return undefined;
  return argumentLines(`${before}${node.type === 'await' ? 'await ' : ''}${head}(`, argumentsOf(list).map((one) => one.node), `)${behind}`, indent, room);
}

/** Arguments on a line of their own, else one on each line. */
function argumentLines(head: string, args: readonly PyNode[], tail: string, indent: string, room: Room): readonly string[] {
  const texts = args.map((one) => flat(one, room.written) ?? '');
  const together = `${indent}${STEP}${texts.join(', ')}`;
  if (together.length <= room.width) return [`${indent}${head}`, together, `${indent}${tail}`];
  const [only] = args;
  const comma = only && args.length === 1 && (only.type === 'list_splat' || only.type === 'dictionary_splat') ? '' : ',';
  const lines = args.flatMap((one) => partLines(one, args.length === 1 ? '' : comma, indent + STEP, room));
  return [`${indent}${head}`, ...lines, `${indent}${tail}`];
}

/** One argument: a chain in it breaks at its dots. */
function partLines(node: PyNode, behind: string, indent: string, room: Room): readonly string[] {
  const one = flat(node, room.written);
  if (one !== undefined && indent.length + one.length + behind.length <= room.width) return [`${indent}${one}${behind}`];
  const links = linksOf(node, room);
  if (links && links.length > 2) {
    const lines = links.flatMap((link) => linkLines(link, indent, room));
    return [...lines.slice(0, -1), `${lines.at(-1) ?? ''}${behind}`];
  }
  return callLines(node, '', behind, indent, room) ?? asItStands(node, '', behind, indent, room);
}

/** The text as it stands, its further lines moved along. */
export function asItStands(node: PyNode, before: string, behind: string, indent: string, { written }: Room): readonly string[] {
  const own = indentationOf(node);
  const lines = verbatim(node, written).split('\n');
  const isText = hasLongText(node);
  return lines.map((line, index) => {
    const moved = index === 0 ? `${indent}${before}${line}` : isText || line.trim() === '' ? line : line.startsWith(own) ? indent + line.slice(own.length) : indent + STEP + line.trimStart();
    return index === lines.length - 1 ? moved + behind : moved;
  });
}

/** Whether a text of several lines is in it, whose lines must not move. */
function hasLongText(node: PyNode): boolean {
  return /"""|'''/.test(node.text);
}

function indentationOf({ start, tree: { text } }: PyNode): string {
  const top = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(top, start))?.[0] ?? '';
}
