import { join } from 'node:path';
import { packageRoot } from '../../src/host/package-files.ts';

/** The checkout. */
export const ROOT = packageRoot();
/** Everything the bench makes: repositories, a virtual environment, its own programs. Ignored by git. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'pystd-bench');
/** The bench's bundled programs. */
export const PROGRAM = join(CACHE, 'program');
