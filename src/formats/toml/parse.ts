import { parse, TomlError } from 'smol-toml';
import { parseTOML, ParseError } from 'toml-eslint-parser';
import { lineEnding } from '../../text/lines.ts';
import { remembered } from '../../text/remember.ts';
import type { TomlPath, TomlTableData } from './data.ts';
import type { TomlDocument, TomlNode, TomlProblem, TomlTable } from './document.ts';
import { readNodes } from './read-nodes.ts';
import { readSyntax } from './read-syntax.ts';

/**
 * Reads TOML 1.0 (https://toml.io/en/v1.0.0). Two parsers have to agree that it is: smol-toml says what it means, toml-eslint-parser where
 * everything stands. Never throws for a bad text.
 */
export const parseToml: (text: string) => TomlDocument | TomlProblem = remembered(readToml);

function readToml(text: string): TomlDocument | TomlProblem {
  try {
    const data = parse(text, { integersAsBigInt: 'asNeeded' }) as TomlTableData;
    // The parser of ranges does not know the byte-order mark; a space in its place keeps all offsets.
    const syntax = readSyntax(text, parseTOML(text.replace(/^\ufeff/, ' '), { tomlVersion: '1.0' }));
    const root = readNodes(text, data, syntax.sections);
    return { text, data, root, syntax, eol: lineEnding(text), get: (path) => nodeAt(root, path) };
  } catch (error) {
    return problemOf(error);
  }
}

/** Whether reading failed. */
export function isTomlProblem(read: TomlDocument | TomlProblem): read is TomlProblem {
  return 'message' in read;
}

function nodeAt(root: TomlTable, path: TomlPath): TomlNode | undefined {
  let node: TomlNode | undefined = root;
  for (const step of path) node = node?.children.get(step);
  return node;
}

function problemOf(error: unknown): TomlProblem {
  if (error instanceof TomlError) {
    const message = error.message.split('\n', 1)[0] ?? '';
    return { message: sentence(message.replace(/^Invalid TOML document: /, '')), line: error.line, column: error.column };
  }
  if (error instanceof ParseError) return { message: sentence(error.message), line: error.lineNumber, column: error.column + 1 };
  return { message: sentence(String(error)), line: 1, column: 1 };
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}
