/** Command lines of Poetry, uv and pip as words, and what each is in the other tool. No shell syntax is known here. */
export type { Arg, PipFacts, ProjectFacts, RequirementsRole, Setting, Translation, Word } from './command.ts';
export { callsPoetry, poetryToUv } from './poetry-to-uv.ts';
export { poetryVariable, poetryVariableOf, type VariableTranslation } from './poetry-variable.ts';
export { callsPip, pipToUv } from './pip-to-uv.ts';
export { callsUv, uvToPoetry } from './uv-to-poetry.ts';
