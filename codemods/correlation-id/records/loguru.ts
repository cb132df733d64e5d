import { deepDescendants, fitted, insertion, modulesOf, plainString, type Editor, type LoggingSetup, type RepositoryView } from '#pystd';

/** What code of a project does for loguru's records already: they carry the field, something else gives them fields, or nothing does. */
export function patchedBy({ python, repo }: RepositoryView, project: string, field: string): 'field' | 'other' | undefined {
  const modules = modulesOf({ repo, python }, project, 'service').filter(({ text }) => /\bloguru\b/.test(text));
  const carries = new RegExp(`(?:\\bpatcher\\s*=|\\bcontextualize\\()[^#]{0,200}\\b${field}\\b`);
  if (modules.some(({ text }) => carries.test(text))) return 'field';
  return modules.some(({ text }) => /\bpatcher\s*=/.test(text)) ? 'other' : undefined;
}

/** The call that the patcher goes to: that of `configure`, or the first sink, which it goes in front of. */
export function anchorOf(setups: readonly LoggingSetup[]): LoggingSetup | undefined {
  const configure = setups.find(({ kind }) => kind === 'loguru.configure');
  return configure ?? setups.find(({ kind, node }) => kind === 'loguru.add' && /^(?:expression_statement|assignment)$/.test(node.parent?.type ?? ''));
}

/** Has loguru put the id into each record, and shows it in the formats that are written out. Gives whether any sink shows it. */
export function enrichLoguru(editor: Editor, anchor: LoggingSetup, setups: readonly LoggingSetup[], field: string, variable: string, width: number): boolean {
  const { module, node, callee, kind } = anchor;
  const indent = ' '.repeat(node.start - (module.text.lastIndexOf('\n', node.start - 1) + 1));
  if (kind === 'loguru.configure') editor.setKeywords(anchor, [{ name: 'patcher', value: `lambda record: record["extra"].update(${field}=${variable}.get())` }]);
  else {
    const object = callee.text.slice(0, callee.text.lastIndexOf('.'));
    const head = `${object}.configure(patcher=lambda record: record["extra"].update(${field}=${variable}.get()))`;
    const inner = fitted('patcher=lambda record: record["extra"].update(', [`${field}=${variable}.get()`], ')', width - indent.length - 4);
    const code = head.length + indent.length <= width ? head : `${object}.configure(\n${inner.split('\n').map((line) => `    ${line}`).join('\n')}\n)`;
    editor.statement(module, node).insertBefore(code);
  }
  const shown = setups.map((setup) => showIn(editor, setup, field) || /\bserialize\b/.test(setup.node.text));
  return shown.some((one) => one);
}

function showIn(editor: Editor, { module, node }: LoggingSetup, field: string): boolean {
  let isShown = false;
  const shown = `{extra[${field}]}`;
  for (const string of deepDescendants(node, ({ type }) => type !== 'string')) {
    if (string.type !== 'string' || plainString(string) === undefined || string.text.includes(shown)) continue;
    const at = string.text.search(/(?:<level>)?\{message\}/);
    if (at < 0) continue;
    editor.edit(module.path, [insertion(string.start + at, `[${shown}] `)]);
    isShown = true;
  }
  return isShown;
}
