/**
 * Dockerfiles: stages and instructions with their places, and edits of them.
 *
 *     const file = readDockerfile(text);
 *     for (const instruction of file.instructions.filter(({ keyword }) => keyword === 'ENV')) {
 *       const pair = pairsOf(file, instruction).find(({ name }) => name === 'POETRY_HOME');
 *       if (pair) edits.push(...removePair(file, instruction, pair));
 *     }
 */
export { readDockerfile } from './read.ts';
export type { Dockerfile, DockerFlag, DockerHeredoc, DockerInstruction, DockerStage, DockerWord } from './document.ts';
export { copyOf, instructionsBefore, shellAt, userAt, workdirAt, type DockerCopy } from './state.ts';
export { pairsOf, pairValue, removePair, removePairs, renamePair, type DockerPair } from './pairs.ts';
export { insertAfter, insertBefore, removeInstruction, replaceWord, type CommentFate } from './edit.ts';
