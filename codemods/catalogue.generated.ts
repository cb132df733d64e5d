import { catalogued } from '../src/engine/catalogued.ts';
import a from './docs-gating/index.ts';
import b from './gitignore-hygiene/index.ts';
import c from './package-inits/index.ts';
export const codemods = [catalogued(a), catalogued(b), catalogued(c)];
