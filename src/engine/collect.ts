import type { About, Place, Task } from '../codemod/task.ts';
import type { Codemod, Step } from '../codemod/codemod.ts';
import { recordChanges } from '../codemod/editor.ts';
import { Refusal } from '../codemod/refusal.ts';
import { viewOf } from '../codemod/view.ts';
import type { Safety } from '../patch/finding.ts';
import { leastSafe } from '../patch/finding.ts';
import type { DeclaredAnswers, FollowUp } from '../patch/patch-set.ts';
import type { FactReader } from '../python/facts.ts';
import type { ChangeSet } from '../repo/changes.ts';
import type { Snapshot } from '../repo/snapshot.ts';

/** Something a codemod said about one place: with the change that mends it, or for a person. */
export interface Remark {
  readonly at: Place;
  readonly rule: string;
  readonly message: string;
  readonly safety: Safety;
  readonly fix: ChangeSet | undefined;
}

/** Everything one look at a snapshot gave. */
export interface Collected {
  readonly remarks: readonly Remark[];
  readonly notes: readonly string[];
  readonly declared: readonly Partial<DeclaredAnswers>[];
  readonly followUps: readonly FollowUp[];
}

/** A codemod as it takes part in a run: with its options, and the rules of it that the standard asks for. */
export interface Chosen {
  readonly codemod: Codemod<object>;
  readonly options: object;
  readonly rules: ReadonlySet<string>;
}

/** Runs one step over a snapshot and writes down what it says. Nothing changes. Remarks on rules nobody asked for are left out. */
export function collect(step: Step<object>, { codemod, options, rules }: Chosen, snapshot: Snapshot, reader: FactReader): Collected {
  const remarks: Remark[] = [];
  const notes: string[] = [];
  const declared: Partial<DeclaredAnswers>[] = [];
  const followUps: FollowUp[] = [];
  const view = viewOf(snapshot, reader);
  const say = (at: Place, message: string, about: About | undefined, safety: Safety, fix: ChangeSet | undefined): void => {
    const rule = about?.rule ?? codemod.rules[0];
    if (rules.has(rule)) remarks.push({ at, rule, message, safety, fix });
  };
  const task: Task<object> = {
    ...view,
    options,
    wants: (rule) => rules.has(rule),
    change(at, message, edit, about) {
      const said = notes.length;
      const safety = leastSafe([codemod.safety, about?.safety ?? 'safe']);
      try {
        const fix = recordChanges(view, reader.parse, edit);
        if (fix.length > 0) say(at, message, about, safety, fix);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        notes.length = said;
        say(at, `${message} Not done: ${error.message}`, about, 'manual', undefined);
      }
    },
    flag: (at, message, about) => say(at, message, about, 'manual', undefined),
    note: (sentence) => void notes.push(sentence),
    declare: (answers) => void declared.push(answers),
    followUp: (followUp) => void followUps.push(followUp),
  };
  step(task);
  return { remarks, notes, declared, followUps };
}
