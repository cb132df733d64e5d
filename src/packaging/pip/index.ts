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
export { isRequirementsName, roleByName, type NamedRole } from './file-roles.ts';
export { sortFiles, type RequirementsSource, type SortedFiles } from './source-files.ts';
export { entriesOf, type FileEntries, type FilePlace, type FileRemark } from './requirement-items.ts';
export { pinsOfRequirements } from './pins.ts';
export { planRequirements, type RequirementsPlan } from './requirements-project.ts';
