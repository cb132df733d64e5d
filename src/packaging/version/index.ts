/**
 * Versions and version specifiers by PEP 440, and sets of versions.
 *
 *     const specifiers = parseSpecifiers('>=1.2,!=1.5.*');
 *     if (isProblem(specifiers)) return specifiers;
 *     includes(versionsOfAll(specifiers), version);
 */
export { compareVersions, isPrerelease, normaliseVersion, parseVersion, printVersion, type Version } from './version.ts';
export { checkSpecifiers, parseSpecifier, parseSpecifiers, versionsOf, versionsOfAll, type Specifier } from './specifier.ts';
export { ALL_VERSIONS, complement, includes, intersect, subtract, unite, type VersionSet } from './set.ts';
