import type { TomlPath } from '../../formats/toml/index.ts';

/** `[tool.poetry]`, the table all of Poetry's own settings are in. */
export const POETRY: TomlPath = ['tool', 'poetry'];
