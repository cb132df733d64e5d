import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  appendToArray, inSequence, insertInArray, insertText, isRefusal, isTomlProblem, parseToml, removeEntry, removeFromArray, removeTable, renameKey, renameTable, setValue,
  type BlockPlace, type EmptiedTable, type TomlDocument, type TomlInput, type TomlOutcome, type TomlPath, type TomlRemarks,
} from '../../src/formats/toml/index.ts';
import { applyEdits } from '../../src/text/apply.ts';

const FOLDER = new URL('../../fixtures/_formats/toml/', import.meta.url);

/** One line of an `edits.json`: the name of an edit maker and its arguments behind the document. */
type Call =
  | readonly ['setValue', TomlPath, TomlInput]
  | readonly ['removeEntry', TomlPath, EmptiedTable]
  | readonly ['removeTable', TomlPath]
  | readonly ['renameTable', TomlPath, TomlPath]
  | readonly ['renameKey', TomlPath, string]
  | readonly ['appendToArray', TomlPath, TomlInput, Remarks]
  | readonly ['insertInArray', TomlPath, number, TomlInput, Remarks]
  | readonly ['removeFromArray', TomlPath, number]
  | readonly ['insertText', BlockPlace, string];

/** JSON has no `undefined`. */
interface Remarks {
  readonly above: readonly string[];
  readonly trailing: string | null;
}

function remarks({ above, trailing }: Remarks): TomlRemarks {
  return { above, trailing: trailing ?? undefined };
}

function make(document: TomlDocument, call: Call): TomlOutcome {
  switch (call[0]) {
    case 'setValue': return setValue(document, call[1], call[2]);
    case 'removeEntry': return removeEntry(document, call[1], call[2]);
    case 'removeTable': return removeTable(document, call[1]);
    case 'renameTable': return renameTable(document, call[1], call[2]);
    case 'renameKey': return renameKey(document, call[1], call[2]);
    case 'appendToArray': return appendToArray(document, call[1], call[2], remarks(call[3]));
    case 'insertInArray': return insertInArray(document, call[1], call[2], call[3], remarks(call[4]));
    case 'removeFromArray': return removeFromArray(document, call[1], call[2]);
    case 'insertText': return insertText(document, call[1], call[2]);
  }
}

/** The text after all calls, one after the other. */
function edited(text: string, calls: readonly Call[]): string {
  return calls.reduce((now, call) => {
    const document = parseToml(now);
    if (isTomlProblem(document)) throw new Error(document.message);
    const outcome = make(document, call);
    if (isRefusal(outcome)) throw new Error(`${JSON.stringify(call)}: ${outcome.refused}`);
    return applyEdits(now, outcome.edits);
  }, text);
}

describe('fixtures/_formats/toml', () => {
  const names = readdirSync(FOLDER).sort();
  it.each(names)('%s', (name) => {
    const at = (file: string): URL => new URL(`${name}/${file}`, FOLDER);
    const before = readFileSync(at('before.toml'), 'utf8');
    const calls = JSON.parse(readFileSync(at('edits.json'), 'utf8')) as readonly Call[];
    const after = edited(before, calls);
    if (process.env['ACCEPT'] === name) writeFileSync(at('after.toml'), after);
    expect(after).toBe(readFileSync(at('after.toml'), 'utf8'));

    const crlf = (text: string): string => text.replace(/\n/g, '\r\n');
    expect(edited(crlf(before), calls)).toBe(crlf(after));
    expect(edited(`\ufeff${before}`, calls)).toBe(`\ufeff${after}`);

    const document = parseToml(before);
    if (isTomlProblem(document)) throw new Error(document.message);
    const atOnce = inSequence(document, calls.map((call) => (now: TomlDocument) => make(now, call)));
    if (isRefusal(atOnce)) throw new Error(atOnce.refused);
    expect(applyEdits(before, atOnce.edits)).toBe(after);
  });
});
