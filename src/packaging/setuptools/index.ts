/** Packages that setuptools builds: what `setup.cfg` and literal calls of `setup()` say, as `[project]`. */
export { setuptoolsProject, type SetupArguments, type SetuptoolsProject } from './metadata.ts';
export { readSetupCfg, withoutMoved } from './setup-cfg.ts';
