import type { CodeStyle, NewImport } from '#pystd';
import type { Dependency } from './find.ts';
import type { HttpDependency } from './http.ts';

/** A probe as code: a coroutine that raises when what it asks does not answer. */
export interface ProbeCode {
  readonly check: string;
  readonly name: string;
  readonly code: string;
  readonly imports: readonly NewImport[];
}

const TEXT: NewImport = { module: 'sqlalchemy', name: 'text', section: 'outer' };

/** The probe of something that is asked by way of `object`, as it is called in the module of the probes. */
export function probeCode({ check, kind, what, isAsync }: Dependency, object: string, style: CodeStyle): ProbeCode {
  const name = `_probe_${check}`;
  const awaited = (doc: string, body: string): string => `async def ${name}() -> None:\n    """${doc}"""\n${body}`;
  if (kind === 'tortoise') return { check, name, imports: [{ module: 'tortoise', name: 'connections', section: 'outer' }], code: awaited('Run a statement that touches no table.', '    await connections.get("default").execute_query("SELECT 1")\n') };
  if (what === 'database') return { check, name, imports: [], code: awaited('Run a statement that touches no table.', `    await ${object}.fetch_val("SELECT 1")\n`) };
  if (kind === 'sql') {
    const [opened, held] = what === 'engine' ? [`${object}.connect()`, 'connection'] : [`${object}()`, 'session'];
    if (isAsync) return { check, name, imports: [TEXT], code: awaited('Run a statement that touches no table.', `    async with ${opened} as ${held}:\n        await ${held}.execute(text("SELECT 1"))\n`) };
    const blocking = `def _ask_${check}() -> None:\n    with ${opened} as ${held}:\n        ${held}.execute(text("SELECT 1"))\n`;
    return { check, name, imports: [TEXT], code: `${blocking}\n\n${awaited('Run a statement that touches no table, in a thread because the driver blocks.', `    ${inThread(`_ask_${check}`, [], style)}\n`)}` };
  }
  if (kind === 'redis') {
    if (isAsync) return { check, name, imports: [], code: awaited('Ping Redis.', `    await ${object}.ping()\n`) };
    return { check, name, imports: [], code: awaited('Ping Redis, in a thread because the client blocks.', `    ${inThread(`${object}.ping`, [], style)}\n`) };
  }
  if (isAsync) return { check, name, imports: [], code: awaited('Ping MongoDB.', `    await ${object}.admin.command("ping")\n`) };
  return { check, name, imports: [], code: awaited('Ping MongoDB, in a thread because the client blocks.', `    ${inThread(`${object}.admin.command`, ['"ping"'], style)}\n`) };
}

/** The probe of a service that the settings name. */
export function httpProbeCode({ check }: HttpDependency, address: string): ProbeCode {
  const name = `_probe_${check}`;
  const code = `async def ${name}() -> None:
    """Ask for any answer but a failure of the server."""
    async with httpx.AsyncClient(timeout=PROBE_TIMEOUT_SECONDS) as client:
        response = await client.get(${address})
    if response.is_server_error:
        raise ConnectionError(f"It answers with status {response.status_code}")
`;
  return { check, name, imports: [{ module: 'httpx', section: 'outer' }], code };
}

/** A call of what blocks (`asyncio.to_thread` is of Python 3.9). */
function inThread(called: string, args: readonly string[], { floor }: CodeStyle): string {
  if (floor === undefined || floor >= 9) return `await asyncio.to_thread(${[called, ...args].join(', ')})`;
  return `await asyncio.get_running_loop().run_in_executor(${['None', called, ...args].join(', ')})`;
}
