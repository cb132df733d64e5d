import { writeFileSync } from 'node:fs';

/** Loaded before a measured program: writes how much memory it had at most, in KiB, to the file named in the environment. */
const file = process.env['PYSTD_BENCH_PROBE'];
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
