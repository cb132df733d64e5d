/**
 * What git leaves alone, and edits of the files that say so.
 *
 *     const hidden = hidingPattern([{ folder: '', text }], 'config/.env.example');
 *     if (hidden) return applyEdits(text, removeLine(text, hidden.line));
 *     return applyEdits(text, appendPatterns(text, ['.env'], 'Secrets'));
 */
export { parseIgnore, type IgnoreLine } from './parse.ts';
export { hidingPattern, ignoresPath, type Hiding, type IgnoreFile } from './match.ts';
export { appendPatterns, removeLine } from './edit.ts';
