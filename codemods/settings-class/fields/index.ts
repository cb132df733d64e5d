/** From what a program makes of one environment variable to a field of its settings. */
export { readInClass, type ClassRead } from './class-reads.ts';
export { HELPERS, helpersIn, type Helper, type HelperName } from './helpers.ts';
export { mergeReadings } from './merge.ts';
export { fieldNames, mayBeField, type FieldName, type NameProblem } from './names.ts';
export { NEW_CLASS, type FieldRules } from './rules.ts';
export { canonicalAnnotation } from './same-annotation.ts';
export { isSecret } from './secrets.ts';
export type { FieldDecision, FieldRemark, FieldShape, FieldSite, NeededImport, RemarkKind } from './shape.ts';
export { readingsInto, whyNotSame } from './same.ts';
export { applied, splitCode } from './split-code.ts';
