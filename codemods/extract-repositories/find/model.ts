import { modelsIn, type OwnType, type PyNode, type RepositoryView } from '#pystd';
import type { Asking } from './unit.ts';

/** The mapped class that code is about: that of the first query in it that tells, else the one class that the rest of the handler is about. */
export function modelOf({ python }: RepositoryView, { handler, access }: Asking, pieces: readonly PyNode[]): OwnType | undefined {
  const calls = access.calls.filter(({ use }) => pieces.some((piece) => piece.start <= use.start && use.end <= piece.end));
  const named = calls.map(({ model }) => model).find((one) => one !== undefined) ?? pieces.flatMap((piece) => [...modelsIn(python, handler.module, piece)])[0];
  if (named) return named;
  const others = access.calls.flatMap(({ model }) => model ?? []);
  return others.every(({ node }) => node === others[0]?.node) ? others[0] : undefined;
}
