import type { AnswerChange, Task } from '#pystd';
import type { HandlerKind } from './code/handlers.ts';
import { reshapingOf, type Options } from './options.ts';
import type { Standing } from './standing.ts';

/** What is said of an application: what it lacks, and which answers change when it gets that. Full sentences. */
export interface Message {
  readonly message: { readonly missing: string; readonly declared: readonly string[] };
  readonly rule: string;
  /** The same for the evidence. */
  readonly answers: readonly AnswerChange[];
}

/** Words the finding on what an application lacks. */
export function messageOf({ options }: Task<Options>, { hierarchy }: Standing, kinds: readonly HandlerKind[]): Message {
  const declared: string[] = [];
  if (kinds.includes('base') && hierarchy) declared.push('Where nothing catches it, it is answered with the status, the code and the message that it carries, and no longer with 500.');
  if (kinds.includes('integrity')) declared.push(`Answers change for errors of the database that nothing catches: an \`IntegrityError\` is answered with ${options.integrityStatus} and an \`OperationalError\` with ${options.operationalStatus}, no longer with 500.`);
  if (kinds.includes('fallback')) declared.push(`${kinds.includes('integrity') ? 'Other unexpected errors' : 'Unexpected errors'} are still answered with 500, in the standard's format instead of as plain text.`);
  if (kinds.includes('http') || kinds.includes('validation')) declared.push(reshaped(options, kinds));
  return { message: { missing: missing(hierarchy?.base.name, kinds), declared }, rule: ruleOf(hierarchy !== undefined, kinds), answers: changesOf(options, hierarchy !== undefined, kinds) };
}

function changesOf({ integrityStatus, operationalStatus }: Options, hasHierarchy: boolean, kinds: readonly HandlerKind[]): readonly AnswerChange[] {
  return [
    ...(kinds.includes('base') && hasHierarchy ? [{ from: 500, to: 'error' } as const] : []),
    ...(kinds.includes('integrity') ? [{ from: 500, to: integrityStatus }, { from: 500, to: operationalStatus }] : []),
    ...(kinds.includes('fallback') ? [{ from: 500, to: 500 }] : []),
    ...(kinds.includes('http') || kinds.includes('validation') ? [{ from: 'error', to: 'same' } as const] : []),
  ];
}

function missing(base: string | undefined, kinds: readonly HandlerKind[]): string {
  if (kinds.includes('base')) return base === undefined ? 'The application has no exceptions of its own below one base class, and no handlers for them.' : `No handler answers \`${base}\`, the base class of the application's exceptions.`;
  const names = [...(kinds.includes('http') ? ['`HTTPException`'] : []), ...(kinds.includes('validation') ? ['invalid requests'] : []), ...(kinds.includes('integrity') ? ['errors of the database'] : []), ...(kinds.includes('fallback') ? ['unexpected errors'] : [])];
  return `No handler answers ${names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}` : names.join('')} in the standard's format.`;
}

function reshaped(options: Options, kinds: readonly HandlerKind[]): string {
  const names = [...(kinds.includes('http') ? ['`HTTPException`'] : []), ...(kinds.includes('validation') ? ['Invalid requests'] : [])];
  const what = names.length === 2 ? '`HTTPException` and invalid requests are' : `${names.join('')} ${kinds.includes('http') ? 'is' : 'are'}`;
  return reshapingOf(options) === 'standard' ? `${what} answered in the standard's format, without the \`detail\` that clients may read.` : `${what} answered in the standard's format, with \`detail\` beside it as it was.`;
}

function ruleOf(hasHierarchy: boolean, kinds: readonly HandlerKind[]): string {
  if (kinds.includes('base')) return hasHierarchy ? 'errors/handlers-registered' : 'errors/exception-hierarchy';
  if (kinds.includes('http')) return 'errors/response-shape';
  if (kinds.includes('validation')) return 'errors/validation-4xx';
  return kinds.includes('fallback') ? 'errors/global-fallback' : 'errors/database-exceptions';
}
