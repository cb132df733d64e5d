import type { ServiceTarget } from '#pystd';

/** Why a path of the application may be another one where it is served: something unknown takes its place, as `app = VersionedFastAPI(app)` does. A full sentence. */
export function replacementOf({ app }: ServiceTarget): string | undefined {
  const taken = app.unknown.find(({ about, node }) => {
    if (about !== 'anything' || node.type !== 'call') return false;
    const above = node.parent;
    return above?.type === 'return_statement' || (above?.type === 'assignment' && above.children[0]?.text === app.variable);
  });
  return taken && `\`${taken.node.children[0]?.text ?? ''}\` of \`${taken.module.path}\` takes its place, and which paths that answers cannot be told.`;
}
