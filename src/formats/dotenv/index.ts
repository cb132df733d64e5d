/**
 * `.env` files and their examples, as python-dotenv, Docker compose and shells read them.
 *
 *     const lines = parseDotenv(text);
 *     return applyEdits(text, appendBlocks(text, ['# Mail'], [['# Port of the server', 'MAIL_PORT=25']]));
 */
export { parseDotenv, type DotenvLine, type DotenvVariable } from './parse.ts';
export { printDotenvValue } from './value.ts';
export { appendBlocks, insertBlocks, isSpaced, type DotenvBlock } from './edit.ts';
