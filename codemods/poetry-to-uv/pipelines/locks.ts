import { nodesIn, removeAt, type Span, type YamlDocument, type YamlScalar } from '#pystd';
import { replacedIn } from './labels.ts';
import type { YamlPlan } from './plan.ts';

/** Keys whose texts are scripts. */
const SCRIPTS = new Set(['run', 'script', 'before_script', 'after_script', 'command', 'commands', 'bash', 'pwsh', 'powershell', 'args', 'entry', 'cmds']);

/** The lock file's name where files are watched, hashed and cached: everywhere but in scripts. */
export function renameLocks(plan: YamlPlan, document: YamlDocument, isLeft: (span: Span) => boolean = () => false): void {
  for (const node of nodesIn(document.root)) {
    if (node.kind !== 'scalar' || node.path.some((step) => typeof step === 'string' && SCRIPTS.has(step)) || node.path.at(-1) === 'name' || node.path.at(-1) === 'description') continue;
    if (!/(?<![\w.-])poetry\.lock(?![\w.-])/.test(node.text) || plan.isRewritten(node.span) || isLeft(node.span)) continue;
    if (hasTwin(document, node)) plan.change(node.span, '`poetry.lock` goes from the list, which has `uv.lock`.', [removeAt(document, node.path, 'refuse')]);
    else plan.change(node.span, '`poetry.lock` becomes `uv.lock`.', [replacedIn(document, node, (text) => text.replace(/(?<![\w.-])poetry\.lock(?![\w.-])/g, 'uv.lock'))]);
  }
}

/** Whether the same name for uv stands in the same list. */
export function hasTwin({ root }: YamlDocument, { path, text }: YamlScalar): boolean {
  const list = nodesIn(root).find((node) => node.kind === 'sequence' && node.path.join('\n') === path.slice(0, -1).join('\n'));
  const now = text.replace(/poetry\.lock/g, 'uv.lock');
  return list?.kind === 'sequence' && list.items.some(({ value }) => value.kind === 'scalar' && value.text === now);
}
