import { writeFileSync } from 'node:fs';
import { fixPrepared, prepare } from '../engine.ts';

/** In a process of its own: pystd's time for all the repositories named, one after the other. */
const [result = '', ...roots] = process.argv.slice(2);
const seconds = { reading: 0, fixing: 0 };
for (const root of roots) {
  const start = process.hrtime.bigint();
  const prepared = await prepare(root, ['poetry-to-uv']);
  const read = process.hrtime.bigint();
  fixPrepared(prepared);
  seconds.reading += Number(read - start) / 1e9;
  seconds.fixing += Number(process.hrtime.bigint() - read) / 1e9;
}
writeFileSync(result, JSON.stringify(seconds));
