import type { Examiner } from '../evidence/candidate.ts';
import { fileExaminer } from '../evidence/file-examiner.ts';
import { lintJudge } from '../host/evidence/lint.ts';
import { pythonJudge } from '../host/evidence/python.ts';
import type { EvidenceKind } from '../patch/evidence.ts';
import { EVIDENCE_KINDS, type EvidenceWord } from './flags.ts';
import type { Session } from './session.ts';

/** The kinds that run nothing of the repository: looked at unless somebody says otherwise, and passed over in silence where their tool is missing. */
const DEFAULT: readonly EvidenceKind[] = ['lint', 'python'];

/** The examiners of the wanted kinds, from the cheapest to the dearest. */
export function examinersFor(words: readonly EvidenceWord[] | undefined, { surroundings: { reader } }: Session): readonly Examiner[] {
  const wanted = new Set<EvidenceKind>(words?.flatMap((word): readonly EvidenceKind[] => (word === 'all' ? EVIDENCE_KINDS : word === 'none' ? [] : [word])) ?? DEFAULT);
  const isAsked = words !== undefined;
  const makers: Readonly<Record<(typeof EVIDENCE_KINDS)[number], () => Examiner>> = {
    lint: () => fileExaminer('lint', isAsked, reader, lintJudge),
    python: () => fileExaminer('python', isAsked, reader, () => pythonJudge(process.platform === 'win32' ? 'python' : 'python3')),
  };
  return EVIDENCE_KINDS.filter((kind) => wanted.has(kind)).map((kind) => makers[kind]());
}
