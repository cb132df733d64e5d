import { constantOf, type Call, type Editor, type PyNode, type Task } from '#pystd';
import type { Standing } from '../given/index.ts';
import type { Options } from '../options.ts';
import { PAGES, usualAddress, type Page } from '../pages.ts';
import type { Gate } from './condition.ts';
import { writeEntries } from './entries.ts';

/** A page that is served whatever the settings say. */
export interface OpenPage {
  readonly page: Page;
  readonly standing: Extract<Standing, { kind: 'absent' | 'open' }>;
}

/** Lets each page follow the gate, at the place where its address is said or would be. */
export function writeGate(edit: Editor, pages: readonly OpenPage[], gate: Gate, task: Task<Options>): void {
  const calls = new Map<PyNode, { readonly call: Call; readonly keywords: { name: string; value: string }[] }>();
  for (const { page, standing } of pages) {
    const { call } = standing;
    if (!call) continue;
    const text = standing.kind === 'absent' ? JSON.stringify(usualAddress(page, task.options)) : grouped(standing.value.node);
    const known = calls.get(call.node) ?? { call, keywords: [] };
    known.keywords.push({ name: page, value: gate.value(edit, { module: call.module, node: call.node }, text) });
    calls.set(call.node, known);
  }
  for (const { call, keywords } of calls.values()) edit.setKeywords(call, keywords);
  const entries = pages.flatMap(({ standing }) => (standing.kind === 'open' && !standing.call ? [standing.value] : []));
  writeEntries(edit, entries.map((at) => ({ at, text: gate.value(edit, at, grouped(at.node)) })), task);
}

/** A choice between texts stays together. */
function grouped(node: PyNode): string {
  return node.type === 'conditional_expression' ? `(${node.text})` : node.text;
}

/** The address of a page inside its application as it is now, as far as it is a plain text. */
export function addressOf({ page, standing }: OpenPage, task: Task<Options>): string | undefined {
  if (standing.kind === 'absent') return PAGES[page];
  const { module, node } = standing.value;
  const plain = constantOf({ value: node });
  if (typeof plain === 'string') return plain;
  const symbol = standing.constant ? task.python.symbolOf(module, node) : undefined;
  const how = symbol?.kind === 'defined' || symbol?.kind === 'local' ? symbol.binding.how : undefined;
  const value = how?.kind === 'assignment' && how.value ? constantOf({ value: how.value }) : undefined;
  return typeof value === 'string' ? value : undefined;
}
