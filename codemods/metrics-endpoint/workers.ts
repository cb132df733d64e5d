import { isInside, projectOf, roleOf, type Place, type ServiceTarget, type Task } from '#pystd';
import type { Options } from './options.ts';

/** A place that starts several processes of the service. */
export interface Workers {
  readonly at: Place;
  /** What says so, as it is written. */
  readonly said: string;
}

const MULTIPROCESS = 'PROMETHEUS_MULTIPROC_DIR';

/** More than one by a number, or by what is computed or set elsewhere. */
const MANY = String.raw`(?!["']?[01]["']?(?:[\s"',\])]|$))["']?[\w$({][^\s"',\])]*`;
const SAID: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:uvicorn|gunicorn|hypercorn|granian|fastapi["',\s]+run)\b[^\n]*?(--workers["',=\s]+${MANY})`),
  new RegExp(String.raw`\bgunicorn\b[^\n]*?\s["']?(-w["',\s]*${MANY})`),
  new RegExp(String.raw`\b((?:WEB_CONCURRENCY|UVICORN_WORKERS|GUNICORN_WORKERS)["']?\s*[=:]\s*${MANY})`),
];
const IN_PYTHON: readonly RegExp[] = [new RegExp(String.raw`\buvicorn\.run\([^)]*?\b(workers\s*=\s*${MANY})`)];
const GUNICORN_FILE = new RegExp(String.raw`^(workers\s*=\s*${MANY})`, 'm');

/** Where several processes of the service are started while nothing brings their metrics together. */
export function severalWorkers({ repo }: Task<Options>, { project }: ServiceTarget): Workers | undefined {
  const files = [...repo.files.values()].filter(({ path }) => !/\.(?:md|mdx|rst|lock)$/.test(path) && (isInside(path, project) || projectOf(repo, path) === project || projectOf(repo, path) === ''));
  if (files.some(({ path, text }) => !path.endsWith('.py') && text.includes(MULTIPROCESS))) return undefined;
  for (const { path, text } of files) {
    const isPython = path.endsWith('.py');
    if (isPython && roleOf(path) !== 'service') continue;
    const patterns = isPython ? [...IN_PYTHON, ...(/gunicorn[^/]*\.py$/.test(path) ? [GUNICORN_FILE] : [])] : SAID;
    for (const pattern of patterns) {
      const found = firstOutsideComments(text, pattern);
      if (found) return { at: { path, span: { start: found.start, end: found.start + found.said.length } }, said: found.said };
    }
  }
  return undefined;
}

function firstOutsideComments(text: string, pattern: RegExp): { readonly start: number; readonly said: string } | undefined {
  for (const found of text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}g`))) {
    const said = found[1] ?? '';
    const start = found.index + found[0].length - said.length;
    const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
    if (!/^\s*(?:#|\/\/|;)/.test(line)) return { start, said: said.replace(/["',=\s]+/g, " ").trim() };
  }
  return undefined;
}
