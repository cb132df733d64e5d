import { buildSync } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PROGRAM, ROOT } from '../places.ts';
import { judge, wheelOf, type Wheel } from './judge.ts';
import { mentionsIn } from './mentions.ts';
import { copyOf, filesBelow, projectsOf, type Project } from './projects.ts';
import { installPrograms, PLACE, run } from './programs.ts';
import { resultsMarkdown, speedMarkdown, type OwnTime, type Result, type Speed } from './report.ts';
import { migrateToUv, pystd, type Tool } from './tools.ts';

const HELP = `npm run bench:poetry -- [options] <repository>…

Converts copies of repositories from Poetry to uv, with pystd and with migrate-to-uv, and judges what comes out. Needs a network.
--own-time         only measure pystd's own processor time, as fix --dry-run has it, for all repositories (without any: the fixtures of
                   poetry-to-uv) in one process; needs neither a network nor uv
--tool <name>      pystd or migrate-to-uv; both without it
--program <file>   the pystd to measure (default dist/pystd.js)
--jobs <n>         repositories at once (default 2)
--markdown <file>  also write the tables here
--json <file>      also write everything found here; what is already in it is not done again
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'own-time': { type: 'boolean' },
    tool: { type: 'string', multiple: true },
    program: { type: 'string' },
    jobs: { type: 'string' },
    markdown: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help || (positionals.length === 0 && !values['own-time'])) process.stdout.write(HELP);
else if (values['own-time']) await ownTime(positionals.length > 0 ? positionals.map((path) => resolve(path)) : fixtures());
else await bench(positionals.map((path) => resolve(path)));

async function bench(roots: readonly string[]): Promise<void> {
  const installed = installPrograms();
  if (installed.uv === undefined) throw new Error('uv could not be installed: without it there is nothing to judge by.');
  const program = resolve(values.program ?? join(ROOT, 'dist', 'pystd.js'));
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build makes it.`);
  const tools = [pystd(program), migrateToUv].filter(({ name }) => (values.tool?.includes(name) ?? true) && (name !== 'migrate-to-uv' || installed['migrate-to-uv'] !== undefined));
  const known: readonly Result[] = values.json !== undefined && existsSync(values.json) ? (JSON.parse(readFileSync(values.json, 'utf8')) as { results: Result[] }).results : [];
  const byRoot = new Map<string, readonly Result[]>();
  const waiting = [...roots];
  const ordered = (): Result[] => roots.flatMap((root) => byRoot.get(root) ?? []);
  const work = async (): Promise<void> => {
    for (let root = waiting.shift(); root !== undefined; root = waiting.shift()) {
      byRoot.set(root, await resultsOf(root, tools, known));
      process.stderr.write(`${byRoot.size} of ${roots.length}: ${basename(root)}\n`);
      if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ results: ordered() }, undefined, 2)}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs ?? 2) }, work));
  const projects = ordered().filter(({ tool }) => tool === 'pystd').flatMap((result) => result.projects).length;
  const speed = tools.some(({ name }) => name === 'pystd') ? await speedOf(roots, projects) : undefined;
  const markdown = resultsMarkdown(tools.map(({ name }) => name), ordered(), Object.values(installed).filter((version) => version !== undefined), speed);
  process.stdout.write(markdown);
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdown);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ installed, speed, results: ordered() }, undefined, 2)}\n`);
}

async function resultsOf(root: string, tools: readonly Tool[], known: readonly Result[]): Promise<Result[]> {
  const repository = basename(root);
  const done = known.filter((result) => result.repository === repository);
  const missing = tools.filter(({ name }) => !done.some(({ tool }) => tool === name));
  const files = filesBelow(root);
  const projects = projectsOf(root, files);
  if (missing.length === 0 || projects.length === 0) return done;
  const place = join(PLACE, 'copies', String(process.pid), repository);
  await copyOf(root, files, place);
  const wheels = new Map<Project, Wheel | undefined>();
  // Without a [build-system] a front end takes setuptools, which knows nothing of Poetry.
  for (const project of projects.filter(({ isBuilt }) => isBuilt)) wheels.set(project, (await wheelOf(join(place, project.folder))).wheel);
  const results: Result[] = [];
  for (const tool of missing) {
    await copyOf(root, files, place);
    results.push(await resultOf(root, place, tool, files, projects, wheels));
  }
  rmSync(place, { recursive: true, force: true });
  return [...done, ...results];
}

async function resultOf(root: string, place: string, tool: Tool, files: readonly string[], projects: readonly Project[], wheels: ReadonlyMap<Project, Wheel | undefined>): Promise<Result> {
  const { problems, pointed } = await tool.convert(place, projects);
  const left = mentionsIn(place, filesBelow(place));
  const verdicts = [];
  for (const project of projects) verdicts.push(await judge(place, project, problems.get(project.folder), wheels.get(project)));
  return {
    tool: tool.name,
    repository: basename(root),
    projects: verdicts,
    mentioned: mentionsIn(root, files),
    left,
    unpointed: left.filter(({ path, text }) => pointed.get(path)?.has(text) !== true),
  };
}

/** The small projects that come with pystd. */
function fixtures(): readonly string[] {
  const folder = join(ROOT, 'fixtures/poetry-to-uv');
  return readdirSync(folder).sort().map((name) => join(folder, name, 'before')).filter((path) => existsSync(path));
}

/** Prints what `speedOf` measures. */
async function ownTime(roots: readonly string[]): Promise<void> {
  const projects = roots.flatMap((root) => projectsOf(root, filesBelow(root))).length;
  const speed = await speedOf(roots, projects);
  if (speed) process.stdout.write(`${speedMarkdown(speed)}\n`);
  else process.exitCode = 1;
}

/** pystd's own processor time, in one process that does nothing else. */
async function speedOf(roots: readonly string[], projects: number): Promise<Speed | undefined> {
  mkdirSync(PROGRAM, { recursive: true });
  mkdirSync(PLACE, { recursive: true });
  buildSync({ entryPoints: [join(ROOT, 'tests/bench/poetry/speed.ts')], outdir: PROGRAM, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'warning' });
  const result = join(PLACE, 'speed.json');
  const { ok, stderr } = await run(process.execPath, [join(PROGRAM, 'speed.js'), result, ...roots], ROOT, 600);
  if (ok) return { projects, times: JSON.parse(readFileSync(result, 'utf8')) as OwnTime[] };
  process.stderr.write(`The speed could not be measured. ${stderr.slice(-500)}\n`);
  return undefined;
}
