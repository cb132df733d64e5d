import { lineEnding, positionAt } from '../../text/lines.ts';
import { remembered } from '../../text/remember.ts';
import type { Span } from '../../text/span.ts';
import { commentReader } from './comments.ts';
import { readTokens } from './cst.ts';
import { nodesIn } from './lookup.ts';
import { readNode } from './read-nodes.ts';
import type { YamlComment, YamlNode } from './syntax.ts';

/** A YAML 1.2 text, read. Spans are offsets in `text`, of whichever document. */
export interface YamlFile {
  readonly text: string;
  readonly documents: readonly YamlDocument[];
  readonly comments: readonly YamlComment[];
  readonly eol: '\n' | '\r\n';
}

/** One document of a file. */
export interface YamlDocument {
  readonly file: YamlFile;
  readonly index: number;
  /** From its first sign (its `---`, if it has one) to its last. */
  readonly span: Span;
  /** An empty scalar for a document without a value. */
  readonly root: YamlNode;
}

/** Why a text is not YAML, as a full sentence; line and column from 1. */
export interface YamlProblem {
  readonly problem: string;
  readonly line: number;
  readonly column: number;
}

/** Reads a YAML text: every document and where everything stands. Templates that only become YAML by filling them in are a problem. */
export const parseYaml: (text: string) => YamlFile | YamlProblem = remembered(readYaml);

function readYaml(text: string): YamlFile | YamlProblem {
  const read = readTokens(text);
  if ('message' in read) return { problem: sentence(read.message), ...positionAt(text, read.offset) };
  const comments = commentReader(text, read.comments);
  const documents: YamlDocument[] = [];
  const file: YamlFile = { text, documents, comments: read.comments, eol: lineEnding(text) };
  read.documents.forEach(({ token, scalars }, index) => {
    const start = token.start.find(({ type }) => type === 'doc-start') ?? token.start[0];
    const offset = token.start.at(-1);
    const root = readNode({ text, scalars, comments }, token.value, token.start, offset ? offset.offset + offset.source.length : token.offset, []);
    documents.push({ file, index, root, span: { start: Math.min(start?.offset ?? root.span.start, root.span.start), end: root.span.end } });
  });
  return misread(file) ?? file;
}

/** What the package lets pass: an alias to nothing, and `{{ name }}`, which would be a mapping within a mapping but is meant for a template engine. */
function misread({ text, documents }: YamlFile): YamlProblem | undefined {
  for (const { root } of documents) {
    const anchors = new Set<string>();
    for (const node of nodesIn(root)) {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if (node.kind === 'alias' && !anchors.has(node.name)) return { problem: `Nothing above has the anchor of \`${text.slice(node.span.start, node.span.end)}\`.`, ...positionAt(text, node.span.start) };
      const start = text.slice(node.span.start, Math.min(node.span.start + 2, node.span.end));
      if (node.kind === 'mapping' && (start === '{{' || start === '{%')) return { problem: `\`${start}\` begins no value of YAML, but a place to be filled in.`, ...positionAt(text, node.span.start) };
    }
  }
  return undefined;
}

/** Whether a text could not be read. */
export function isYamlProblem(read: YamlFile | YamlProblem): read is YamlProblem {
  return 'problem' in read;
}

function sentence(message: string): string {
  const [first = message] = message.split('\n', 1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
