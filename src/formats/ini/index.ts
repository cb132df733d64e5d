/**
 * Lossless editing of INI files as Python's `configparser` reads them: read, ask, make edits. What is not changed keeps every byte, and no
 * edit leaves without proof that the new text means what was intended and has every comment that does not go with what is removed.
 *
 *     const file = parseIni(text);
 *     if (isIniProblem(file)) return file.problem;
 *     const outcome = setIniOption(file, 'testenv', 'allowlist_externals', 'uv');
 *     return isIniRefusal(outcome) ? outcome.refused : applyEdits(text, outcome.edits);
 */
export { isIniProblem, optionAt, parseIni } from './parse.ts';
export type { IniComment, IniFile, IniLine, IniOption, IniProblem, IniSection } from './syntax.ts';
export { isIniRefusal, type IniOutcome, type IniRefusal } from './change.ts';
export { insertIniItem, insertIniOption, removeIniItem, removeIniOption, setIniOption } from './edit.ts';
export { embeddedLine, embeddedValue } from './embedded.ts';
