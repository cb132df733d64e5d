/**
 * What is not prose in a text for people: code with the way back to where it is written, and addresses. Nothing is printed again.
 *
 *     for (const { language, code } of readMarkdown(text).blocks) if (language === 'bash') editsInHost(code, editsOf(code.text));
 */
export { readMarkdown, readMarkdownCode } from './read-markdown.ts';
export { readRst } from './read-rst.ts';
export { isProse, type CodeBlock, type InlineCode, type Link, type Prose } from './prose.ts';
