import { writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fixPrepared, prepare } from '../engine.ts';
import type { OwnTime } from './report.ts';

/** In a process of its own: pystd's processor time for each of the repositories named, one after the other. What else the machine does hardly counts in it. */
const [result = '', ...roots] = process.argv.slice(2);
const times: OwnTime[] = [];
for (const root of roots) {
  const start = process.cpuUsage();
  const prepared = await prepare(root, ['poetry-to-uv']);
  const reading = process.cpuUsage(start);
  const read = process.cpuUsage();
  fixPrepared(prepared);
  const fixing = process.cpuUsage(read);
  times.push({ repository: basename(root) === 'before' ? basename(dirname(root)) : basename(root), reading: seconds(reading), fixing: seconds(fixing) });
}
writeFileSync(result, JSON.stringify(times));

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}
