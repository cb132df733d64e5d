import type { Module, PyNode, Reading } from '#pystd';
import type { Programs } from '../fate/programs.ts';
import { programThatWouldFail } from '../fate/required.ts';
import type { FieldDecision, FieldRemark, FieldShape } from '../fields/index.ts';
import type { Candidate } from './readings.ts';

/** An expression that becomes a field of the settings object, however that is spelled there. */
export interface Site {
  readonly module: Module;
  readonly node: PyNode;
  /** What it has been so far: a read of the environment while the module is imported, one at each call, or a value in the code. */
  readonly was: 'import' | 'call' | 'literal';
  readonly replacement: (object: string) => string;
}

/** An expression that stays, with the reason, a full sentence. */
export interface Staying {
  readonly module: Module;
  readonly node: PyNode;
  readonly was: Site['was'];
  readonly because: string;
}

/** What becomes of one variable of a project. */
export interface VariableDecision {
  readonly variable: string;
  /** The field, where some of its places can use one. */
  readonly shape: FieldShape | undefined;
  readonly sites: readonly Site[];
  /** What a reviewer must know. */
  readonly remarks: readonly FieldRemark[];
  readonly staying: readonly Staying[];
}

/** Who imports the settings, or will, and where these are. */
export interface Around {
  readonly importers: readonly Module[];
  readonly programs: Programs;
  readonly home: string;
}

/** Makes the field of some readings of one variable. */
export type Merge = (readings: readonly Reading[]) => FieldDecision;

/**
 * Decides on one variable that is read. What fails without it may become a required field only where every program that imports the settings, in
 * `around`, imported one of the failing reads as well; else these stay and the others are decided alone.
 */
export function decide(variable: string, candidates: readonly Candidate[], merge: Merge, around: Around): VariableDecision {
  const staying: Staying[] = candidates.flatMap(({ reading, against }) => (against === undefined ? [] : [stayingFor(reading, against)]));
  const going = candidates.filter(({ against }) => against === undefined).map(({ reading }) => reading);
  const failing = going.filter(({ unset }) => unset.kind === 'fails');
  const obstacle = failing.length > 0 ? whyNotRequired(variable, failing, around) : undefined;
  if (obstacle !== undefined) staying.push(...failing.map((reading) => stayingFor(reading, obstacle)));
  const left = obstacle === undefined ? going : going.filter((reading) => !failing.includes(reading));
  const merged = left.length === 0 ? undefined : merge(left);
  // A secret that loses its default is needed to start, too: by whoever imports the settings, where it is read beside them.
  const losesDefault = merged?.kind === 'field' && merged.shape.required && left.every((reading) => !failing.includes(reading));
  const isBeside = left.some(({ access, always }) => always && access.module.path === around.home);
  const unready = losesDefault && !isBeside ? whyNotRequired(variable, left, around) : undefined;
  const decision: FieldDecision | undefined = unready === undefined ? merged : { kind: 'stays', because: `It is a secret with a default in the code. ${unready}` };
  if (decision?.kind === 'stays') staying.push(...left.map((reading) => stayingFor(reading, decision.because)));
  const sites = decision?.kind === 'field' ? decision.sites : [];
  return {
    variable,
    shape: decision?.kind === 'field' ? decision.shape : undefined,
    sites: sites.map(({ reading: { access }, node, replacement }) => ({ module: access.module, node, was: access.when, replacement })),
    remarks: decision?.kind === 'field' ? decision.remarks : [],
    staying,
  };
}

function stayingFor({ access, node }: Reading, because: string): Staying {
  return { module: access.module, node, was: access.when, because };
}

function whyNotRequired(variable: string, needing: readonly Reading[], { importers, programs }: Around): string | undefined {
  const sure = needing.filter(({ always }) => always);
  if (sure.length === 0) return 'It is needed only when this line runs; a required setting is needed to start at all.';
  return programWithout(variable, sure.map(({ access }) => access.module), importers, programs);
}

/** Why a variable that `modules` need on import may not be required: a program that never imports them. A full sentence. */
export function programWithout(variable: string, modules: readonly Module[], importers: readonly Module[], programs: Programs): string | undefined {
  const program = programThatWouldFail(modules, importers, programs);
  return program && `\`${program.path}\` starts without \`${variable}\` today, and would not any more.`;
}
