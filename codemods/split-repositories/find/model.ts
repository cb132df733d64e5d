import { modelsIn, type OwnType, type PyNode, type RepositoryView } from '#pystd';
import type { Asking } from './unit.ts';

/** The mapped class that code is about: that of the first query in it that tells. */
export function modelOf({ python }: RepositoryView, { handler, access }: Asking, pieces: readonly PyNode[]): OwnType | undefined {
  const calls = access.calls.filter(({ use }) => pieces.some((piece) => piece.start <= use.start && use.end <= piece.end));
  return calls.map(({ model }) => model).find((one) => one !== undefined) ?? pieces.flatMap((piece) => [...modelsIn(python, handler.module, piece)])[0];
}
