/**
 * Commands of shell scripts, and edits of them: lossless, tolerant, knowing no program.
 *
 *     const script = readShell(text);
 *     for (const command of script.commands) {
 *       if (command.words[0]?.value === 'poetry') edits.push(...replaceCommand(script, command, [['uv', 1, 2]]));
 *     }
 */
export { readShell, shellTokens } from './parse.ts';
export { isInContainer } from './prefix.ts';
export { quoteWord } from './quote.ts';
export { isShellProblem, type ShellProblem } from './problem.ts';
export { removeCommand } from './remove.ts';
export { removeCommands, type CommentGoes } from './remove-several.ts';
export { replaceCommand, type ShellArg } from './replace.ts';
export { isPosixShell, scriptIn, scriptKept } from './script-word.ts';
export type { ShellCommand, ShellDialect, ShellEntry, ShellJoint, ShellList, ShellRedirection, ShellScript, ShellToken, ShellWord } from './syntax.ts';
