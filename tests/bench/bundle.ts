import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { PROGRAM, ROOT } from './places.ts';

/** Bundles the programs that the bench runs in processes of their own. */
export function bundlePrograms(): void {
  buildSync({
    entryPoints: ['work.ts', 'probe.ts'].map((name) => join(ROOT, 'tests/bench', name)),
    outdir: PROGRAM,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}
