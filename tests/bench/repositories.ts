import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryOf } from './bookshop/repository.ts';
import { runProgram } from './measure.ts';
import { CACHE } from './places.ts';

/** The folder of the generated repository of `count` Python files, committed to git. Made anew only when its texts have changed. */
export function generatedRepository(count: number): string {
  const texts = repositoryOf(count);
  const digest = createHash('sha256').update(JSON.stringify([...texts])).digest('hex');
  const folder = join(CACHE, 'repositories', String(count));
  const stamp = `${folder}.sha256`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return folder;
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const git = (...args: string[]): unknown => runProgram('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'commit.gpgSign=false', ...args], [0], {});
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A bookshop');
  writeFileSync(stamp, digest);
  return folder;
}
