import type { Edit, YamlDocument, YamlScalar } from '#pystd';
import type { Planned } from './plan.ts';
import { scalarAt, type WorkflowStep } from '../workflows/steps.ts';

/** A label with Poetry's name in it, in uv's: names in paths and in other names stay. */
export function labelInUv(label: string): string {
  return label
    .replace(/(?<![\w./@:-])[Pp]oetry install(?![\w-])/g, 'uv sync')
    .replace(/(?<![\w./@:-])[Pp]oetry[- ](?=(?:dependencies|packages|project|virtual ?env|venv|environment)\b)/gi, '')
    .replace(/(?<![\w./@:-])(?:Python[- ])?[Pp]oetry(?:\s+v?\d+(?:\.\d+)+|\s+\$\{\{\s*\w+\.(?:poetry|POETRY)[-_](?:version|VERSION)\s*\}\})?(?![\w/@-]|:\S|\.\w| plugin)/g, 'uv')
    .replace(/(?<![\w-])poetry\.lock(?![\w-])/g, 'uv.lock');
}

/** The name of a step and the comments above it. */
export function labelEdits(document: YamlDocument, { node, item }: WorkflowStep): readonly Planned[] {
  const { text } = document.file;
  const name = scalarAt(node, ['name']);
  const comments = [...item.above, ...node.entries.flatMap(({ above, trailing, name: key }) => [...above, ...(trailing && key !== 'uses' ? [trailing] : [])])].filter((comment) => isSimple(comment.text));
  const spans = [...(name ? [name.span] : []), ...comments.map(({ span }) => span)];
  const edits = spans.flatMap(({ start, end }): Edit[] => {
    const old = text.slice(start, end);
    const now = labelInUv(old).replace(/\buv,? (?:via|with|using|from|through|by) (?:pipx?|curl|the (?:official )?installer)\b/i, 'uv');
    return now === old ? [] : [{ span: { start, end }, text: now }];
  });
  return edits.length > 0 ? [edits] : [];
}

/** Whether a comment says in a few words what is done, so that it is as true of uv. */
export function isSimple(comment: string): boolean {
  return comment.length < 80 && !/https?:|\d\.\d|see |issue|because|since|bug/i.test(comment) && /^#+\s*-*\s*(?:install|set[- ]?up|cach|load|configur|us(?:e|ing)|run|restor|add|creat|build|publish|updat|check|activat|export|make|get|prepar|switch)/i.test(comment);
}

/** A scalar's text with a part of it replaced, where it stands. */
export function replacedIn(document: YamlDocument, { span }: YamlScalar, change: (text: string) => string): readonly Edit[] {
  const old = document.file.text.slice(span.start, span.end);
  const now = change(old);
  return now === old ? [] : [{ span, text: now }];
}
