/**
 * Environment markers by PEP 508.
 *
 *     const marker = parseMarker("python_version < '3.11' and sys_platform != 'win32'");
 *     if (isProblem(marker)) return marker;
 *     evaluate(marker, { python_version: '3.9', sys_platform: 'linux' });
 */
export { and, compare, comparisonsOf, or, printMarker, variablesOf, withoutExtras, type Comparison, type Environment, type Marker, type MarkerOperator, type MarkerVariable } from './marker.ts';
export { negate } from './negate.ts';
export { parseMarker, parseOptionalMarker } from './parse.ts';
export { evaluate } from './evaluate.ts';
export { areDisjoint, isNever, markersDiffer } from './compare.ts';
