import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundlePrograms } from './bundle.ts';
import { figuresOf, startUpOf } from './figures.ts';
import { compareWithLibCst, hasLibCst } from './libcst.ts';
import { findingsMarkdown } from './markdown.ts';
import { CACHE, ROOT } from './places.ts';
import { generatedRepository } from './repositories.ts';
import { targetsOf, type Findings } from './targets.ts';

const HELP = `npm run bench -- [--repo <path>]… [--json <file>] [--rounds <n>] [--program <file>]

Measures pystd on generated repositories of 100, 1,000 and 10,000 Python files and beside LibCST, or on real ones with --repo.
--json     also write the findings here
--rounds   rounds of each measurement (default 3); the least counts
--program  the pystd to measure (default dist/pystd.js)
`;

const { values } = parseArgs({
  options: {
    repo: { type: 'string', multiple: true },
    json: { type: 'string' },
    rounds: { type: 'string' },
    program: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) process.stdout.write(HELP);
else run();

function run(): void {
  const program = resolve(values.program ?? join(ROOT, 'dist', 'pystd.js'));
  const rounds = Number(values.rounds ?? 3);
  mkdirSync(CACHE, { recursive: true });
  bundlePrograms();
  const named: readonly (readonly [name: string, root: string])[] = values.repo
    ? values.repo.map((path) => [basename(resolve(path)), resolve(path)])
    : [['100 files', generatedRepository(100)], ['1,000 files', generatedRepository(1000)], ['10,000 files', generatedRepository(10_000)]];
  const courses = named.map(([name, root]) => ({ name, root }));
  const startUp = startUpOf(program, rounds * 5, progress);
  const repositories = courses.map(({ name, root }) => figuresOf(name, root, program, rounds, progress));
  const [, middle, large] = courses;
  const comparison = !values.repo && middle && large && hasLibCst(progress) ? compareWithLibCst(middle, large, program, progress) : undefined;
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}, ${process.platform}`;
  const findings: Findings = { machine, repositories, startUp, comparison };
  progress('');
  process.stdout.write(findingsMarkdown(findings));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ ...findings, targets: targetsOf(findings) }, undefined, 2)}\n`);
}

/** What is going on, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
