/**
 * Requirements files of pip.
 *
 *     for (const { entry, span, comment } of readRequirementsFile(text)) {
 *       if (entry.kind === 'requirement') printRequirement(entry.requirement);
 *     }
 */
export { readRequirementsFile, type RequirementsEntry, type RequirementsLine } from './requirements-file.ts';
export type { PipOption } from './options.ts';
export { producerOf, type Producer } from './producer.ts';
