/** Where the settings of a project live, in which form, and how they are written. */
export { homeOf, newClassRules } from './choose.ts';
export { envFileFor } from './env-file.ts';
export { newHelpers } from './extend.ts';
export { filesRead } from './files-read.ts';
export { fieldLines } from './groups.ts';
export type { Accessor, EnvFile, ExistingHome, Home, HomeOptions, NewHome, NoHome } from './home.ts';
export { obstacleToImport } from './reach.ts';
export { configCode, importsOfFields, moduleText } from './text.ts';
export { writeHome } from './write.ts';
