/** Where the settings of a project live, in which form, and how they are written. */
export { homeOf } from './choose.ts';
export type { Accessor, EnvFile, ExistingHome, Home, HomeOptions, NewHome, NoHome } from './home.ts';
export { pythonFloor } from './python-floor.ts';
export { obstacleToImport } from './reach.ts';
export { moduleText } from './text.ts';
export { writeHome } from './write.ts';
