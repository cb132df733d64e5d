/** Pipenv's files: what a Pipfile asks for, and the versions of its lock. */
export { planPipfile, type PipfilePlan } from './pipfile.ts';
export { pinsOfPipfileLock } from './pipfile-lock.ts';
