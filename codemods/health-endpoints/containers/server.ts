import type { AppModel } from '#pystd';

/** How a command serves an application. */
export interface Server {
  /** The port it listens on inside the container, or the variable of the container that says so; `undefined` where neither is known. */
  readonly port: number | PortVariable | undefined;
}

/** `$PORT`, or `${PORT:-8000}` with what it is where nobody sets it. */
export interface PortVariable {
  readonly variable: string;
  readonly otherwise: string | undefined;
}

const SERVERS = /(?:^|[\s/])(?:uvicorn|gunicorn|hypercorn|granian)(?=\s|$)|(?:^|[\s/])fastapi\s+(?:run|dev)(?=\s|$)/;

/** What a command does for an application; `undefined` for a command that does not serve it over plain HTTP. */
export function serverOf(words: readonly string[], app: AppModel): Server | undefined {
  const line = words.join(' ');
  const server = SERVERS.exec(line);
  if (!server || !names(line, app) || /--(?:ssl|tls|cert|keyfile|uds|fd)[\w-]*/.test(line) || /\bunix:/.test(line)) return undefined;
  const [, said] = /(?:--port|-p)[ =]("?\$?[\w${}:-]+"?)/.exec(line) ?? /(?:--bind|-b)[ =]\S*?:("?\$?[\w${}:-]+"?)(?=\s|$)/.exec(line) ?? [];
  if (said === undefined) return { port: 8000 };
  const [, plain, braced, otherwise] = /^"?\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::-(\d+))?\})"?$/.exec(said) ?? [];
  const variable = plain ?? braced;
  return { port: /^\d+$/.test(said) ? Number(said) : variable === undefined ? undefined : { variable, otherwise } };
}

/** Whether a command names the module of the application, or its file, as seen from any folder. */
function names(line: string, { module: { path }, variable }: AppModel): boolean {
  const dotted = path.replace(/(?:\/__init__)?\.py$/, '').split('/');
  const references = [...line.matchAll(/([A-Za-z_][\w.]*):([A-Za-z_]\w*)/g)];
  if (references.some(([, name = '', object]) => dotted.slice(-name.split('.').length).join('.') === name && (object === variable || variable === undefined || line.includes('--factory')))) return true;
  const [, file = 'main.py'] = /fastapi\s+(?:run|dev)\s+(?:--?[\w-]+(?:[= ]\d+)?\s+)*(?:\.\/)?([\w./-]+\.py)/.exec(line) ?? [];
  return /fastapi\s+(?:run|dev)\b/.test(line) && (path === file || path.endsWith(`/${file}`));
}

/** The program that asks the endpoint: nothing but Python, which the image has. */
export function question(port: number | PortVariable, path: string, wait: string): string {
  const seconds = Math.max(1, Math.round(Number.parseFloat(wait)) - 1);
  const timeout = Number.isFinite(seconds) ? seconds : 4;
  if (typeof port === 'number') return `import urllib.request; urllib.request.urlopen('http://127.0.0.1:${port}${path}', timeout=${timeout})`;
  const said = port.otherwise === undefined ? `os.environ['${port.variable}']` : `(os.environ.get('${port.variable}') or '${port.otherwise}')`;
  return `import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + ${said} + '${path}', timeout=${timeout})`;
}
