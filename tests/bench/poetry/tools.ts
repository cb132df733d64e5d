import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readToml, tableAt, type Project } from './projects.ts';
import { run } from './programs.ts';

/** Converts all Poetry projects of a repository where they lie, locking included. */
export interface Tool {
  readonly name: string;
  readonly convert: (root: string, projects: readonly Project[]) => Promise<Conversion>;
}

/** What a tool said of its work. */
export interface Conversion {
  /** Its last words about a project that it did not convert, by folder. */
  readonly problems: ReadonlyMap<string, string>;
  /** The texts of the lines it points at for a person, by path. */
  readonly pointed: ReadonlyMap<string, ReadonlySet<string>>;
}

const LOCK_LIMIT = 120;

/** migrate-to-uv knows one project a run. Where it gives up for its lock, it is given a second go without one. */
export const migrateToUv: Tool = {
  name: 'migrate-to-uv',
  async convert(root, projects) {
    const problems = new Map<string, string>();
    for (const { folder } of projects) {
      const first = await run('migrate-to-uv', ['.'], join(root, folder), 2 * LOCK_LIMIT);
      if (isConverted(join(root, folder))) continue;
      const second = await run('migrate-to-uv', ['--skip-lock', '.'], join(root, folder), LOCK_LIMIT);
      if (!isConverted(join(root, folder))) problems.set(folder, lastWords(second.stderr || first.stderr || second.stdout));
    }
    return { problems, pointed: new Map() };
  },
};

/** pystd, run as a person would, follow-ups included. Where its findings stand afterwards, a check tells. */
export function pystd(program: string): Tool {
  const words = ['fix', '--only', 'poetry-to-uv', '--safety', 'review', '--run-follow-ups', '--allow-dirty', '--format', 'json', '.'];
  return {
    name: 'pystd',
    async convert(root, projects) {
      const ended = await run(process.execPath, [program, ...words], root, 60 + projects.length * LOCK_LIMIT);
      const findings = findingsOf(ended.stdout);
      const checked = await run(process.execPath, [program, 'check', '--only', 'poetry-to-uv', '--format', 'json', '.'], root, 60);
      const pointed = new Map<string, Set<string>>();
      for (const { path, line } of findingsOf(checked.stdout)) {
        const text = read(root, path).split('\n')[line - 1]?.trim();
        if (text !== undefined) pointed.set(path, (pointed.get(path) ?? new Set()).add(text));
      }
      const left = projects.filter(({ folder }) => !isConverted(join(root, folder)));
      const reason = (folder: string): string => findings.find(({ path }) => path === join(folder, 'pyproject.toml'))?.message ?? lastWords(ended.stderr);
      return { problems: new Map(left.map(({ folder }) => [folder, reason(folder)])), pointed };
    },
  };
}

interface PointedAt {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The findings in the JSON form of a check or a fix, those of its patches included. */
function findingsOf(json: string): readonly PointedAt[] {
  try {
    const { findings, patches } = JSON.parse(json) as { readonly findings: PointedAt[]; readonly patches?: readonly { readonly findings: PointedAt[] }[] };
    return [...findings, ...(patches ?? []).flatMap((patch) => patch.findings)];
  } catch {
    return [];
  }
}

function read(root: string, path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
}

/** A project is converted when pyproject.toml can be read, has `[project]`, and nothing of Poetry's is left in it. */
export function isConverted(folder: string): boolean {
  const data = readToml(read(folder, 'pyproject.toml'));
  return tableAt(data, 'project') !== undefined && tableAt(data, 'tool', 'poetry') === undefined;
}

function lastWords(text: string): string {
  return text.trim().split('\n').filter((line) => line.trim() !== '').slice(-4).join(' ').trim().slice(0, 300) || 'no word of a reason';
}
