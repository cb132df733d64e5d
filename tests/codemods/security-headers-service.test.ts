import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bootedBy, changedCases, type Answer, type Told } from '../support/metrics-cases.ts';

type Headers = readonly (readonly [string, string])[];

interface ToldOfHeaders extends Told {
  readonly kinds: Readonly<Record<string, Headers>>;
  readonly socket: string;
  readonly stream: string;
}

const ADDED = /^(?:x-content-type-options|x-frame-options|referrer-policy|content-security-policy|strict-transport-security)$/;

const cases = changedCases('security-headers');
const scratch = mkdtempSync(join(tmpdir(), 'pystd-headers-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const told = bootedBy<ToldOfHeaders>('headers_service.py', cases, scratch);

describe.each(cases.map(({ name, options = '' }) => [name, options] as const))('the service of %s', (name, options) => {
  const { openapi: [before, after], answers, kinds, socket, stream, tests, types, lint } = told[name] as ToldOfHeaders;
  const wanted = (header: string): boolean => (options.includes('headers =') ? options.toLowerCase().includes(header) : header !== 'strict-transport-security');

  it('answers as it did, with more headers', () => {
    expect(after).toEqual(before);
    expect(answers[1].map(withoutAdded)).toEqual(answers[0].map(withoutAdded));
    for (const [index, [asked, , headers]] of answers[1].entries()) {
      for (const [header, value] of answers[0][index]?.[2] ?? []) expect(valuesOf(headers, header), asked).toContain(value);
      expect(new Set(headers.map(([header]) => header)).size, asked).toBe(headers.length);
      if (wanted('x-content-type-options') && name !== 'some-added-by-a-proxy') expect(valuesOf(headers, 'x-content-type-options'), asked).toEqual(['nosniff']);
    }
  });

  it('leaves what a handler sets', () => {
    const own = kinds['/own'] ?? [];
    expect(own.filter(([header]) => ADDED.test(header)).map(([, value]) => value).sort()).toEqual(['ALLOWALL', "default-src 'self'", 'max-age=0', 'origin', 'own']);
  });

  it('gives pages no policy that could break them', () => {
    for (const path of ['/docs', '/redoc', '/inner/docs']) for (const value of valuesOf(kinds[path] ?? [], 'content-security-policy')) expect(value).toBe("frame-ancestors 'none'");
    for (const value of valuesOf(kinds['/openapi.json'] ?? [], 'content-security-policy')) expect(value).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  it('tells to stay with HTTPS where that is so', () => {
    const asks = (kind: string): number => valuesOf(kinds[kind] ?? [], 'strict-transport-security').length;
    const isWanted = wanted('strict-transport-security');
    expect([asks('https'), asks('elsewhere')]).toEqual([isWanted ? 1 : 0, 0]);
    expect(asks('/openapi.json')).toBe(name === 'settings-tell-production' ? 1 : 0);
  });

  it('lets streams, sockets and plain ASGI pass', () => {
    expect([stream, socket]).toEqual(['ab', 'open']);
    if (wanted('referrer-policy')) for (const kind of ['/stream', '/inner/x', '/bare/']) expect(valuesOf(kinds[kind] ?? [], 'referrer-policy'), kind).toHaveLength(1);
  });

  it('has tests that pass', () => expect(tests).toBe(''));

  it('is typed', () => expect(types).toBe(''));

  it('pleases linter and formatter', () => expect(lint).toBe(''));
});

function withoutAdded([asked, status, headers, text]: Answer): unknown {
  return [asked, status, headers.filter(([header]) => !ADDED.test(header)), text];
}

function valuesOf(headers: Headers, name: string): readonly string[] {
  return headers.filter(([header]) => header === name).map(([, value]) => value);
}
