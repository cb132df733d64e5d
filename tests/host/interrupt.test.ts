import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLeftover } from '../../src/host/leftover.ts';
import { buildProgram, ending, start, type Ending, type Program } from './child.ts';
import { temporaryFolder, treeOf } from './folder.ts';

const FILES = 300;
const name = (n: number): string => `pkg${n % 7}/m${n}.py`;
const OLD = Object.fromEntries(Array.from({ length: FILES }, (_, n) => [name(n), `old ${n}\n`]));

/** Writes a whole tree anew: two thirds are edited, a sixth moves, a sixth goes; says when it begins and how it ended. */
const SOURCE = `
  import { writeDeltas } from './src/host/write.ts';
  const name = (n) => 'pkg' + (n % 7) + '/m' + n + '.py';
  const file = (path, text) => ({ path, text, executable: false, tracked: true });
  const deltas = Array.from({ length: ${FILES} }, (_, n) => {
    const before = file(name(n), 'old ' + n + '\\n');
    if (n % 6 === 0) return { kind: 'delete', path: name(n), before };
    if (n % 6 === 1) return { kind: 'move', from: name(n), path: 'new/deep/m' + n + '.py', before, after: file('new/deep/m' + n + '.py', 'new ' + n + '\\n') };
    return { kind: 'edit', path: name(n), before, after: file(name(n), ('new ' + n + '\\n').repeat(100)) };
  });
  if (process.argv[3] === 'listening') process.on('SIGINT', () => { console.log('heard'); process.exitCode = 7; });
  console.log('begin');
  const result = await writeDeltas(process.argv[2], deltas);
  console.log(result.kind);
`;

let program: Program;
let old: Readonly<Record<string, string>>;
let whole: Readonly<Record<string, string>>;
beforeAll(async () => {
  program = buildProgram(SOURCE);
  const shop = temporaryFolder(OLD);
  old = treeOf(shop.path);
  await ending(start(program, [shop.path], {}));
  whole = treeOf(shop.path);
  shop.cleanup();
});
afterAll(() => program.cleanup());

/** When to send a signal: so many milliseconds after the program began, or as soon as it has written anything. */
type Moment = number | 'midway';

/** Runs the program on a fresh tree and sends it a signal. */
async function interrupted(signal: NodeJS.Signals, moment: Moment, mode: string): Promise<{ readonly tree: Record<string, string>; readonly end: Ending }> {
  const shop = temporaryFolder(OLD);
  const child = start(program, [shop.path, mode], {});
  const whenWritten = (): void => {
    if (existsSync(shop.at('new/deep/.pystd-1.tmp'))) child.kill(signal);
    else if (child.exitCode === null && child.signalCode === null) setImmediate(whenWritten);
  };
  child.stdout?.once('data', () => (moment === 'midway' ? whenWritten() : setTimeout(() => child.kill(signal), moment)));
  const end = await ending(child);
  const tree = treeOf(shop.path);
  shop.cleanup();
  return { tree, end };
}

/** Moments spread over the writing, which takes some tens of milliseconds, and past it. */
const MOMENTS: readonly Moment[] = ['midway', 0, 4, 9, 15, 22, 30, 60];

describe.each([['SIGINT', MOMENTS], ['SIGTERM', ['midway', 12]], ['SIGHUP', ['midway', 12]]] as const)('%s while writing', (signal, moments) => {
  test.each(moments)('at moment %s: all of the old or all of the new, and nothing else', async (moment) => {
    const { tree, end } = await interrupted(signal, moment, 'deaf');
    expect(end.stderr).toBe('');
    // A signal that came in time ended the program, after the writing; one that came late found it done.
    if (moment === 'midway') expect([end.code, end.signal]).toEqual([null, signal]);
    else expect([[null, signal], [0, null]]).toContainEqual([end.code, end.signal]);
    const isNew = Object.values(tree).some((content) => content.includes('new'));
    expect(tree).toEqual(isNew ? whole : old);
    if (moment === 'midway') expect(isNew).toBe(true);
  });
});

test('a signal during the writing is not lost: who listens hears it once', async () => {
  const { tree, end } = await interrupted('SIGINT', 'midway', 'listening');
  expect([end.code, end.signal]).toEqual([7, null]);
  expect(end.stdout.match(/heard/g)).toHaveLength(1);
  expect(end.stdout).toContain('written');
  expect(tree).toEqual(whole);
});

test.each(['midway', 'midway', 3, 10, 20] as const)('a process killed at moment %s leaves whole files, old or new, and temporary files that are known as such', async (moment) => {
  const { tree } = await interrupted('SIGKILL', moment, 'deaf');
  for (const [path, content] of Object.entries(tree)) {
    if (path.endsWith('/') || isLeftover(path)) continue;
    const n = Number(/m(\d+)\.py$/.exec(path)?.[1]);
    expect([`644 old ${n}\n`, `644 new ${n}\n`, `644 ${`new ${n}\n`.repeat(100)}`]).toContain(content);
  }
  if (moment === 'midway') expect(Object.keys(tree).some(isLeftover)).toBe(true);
});
