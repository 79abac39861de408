import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { LogChunk, SpanChunk } from '../../../src/otlp/chunk.ts';
import { openStore, type StoreOptions, type TraceStore } from '../../../src/store/store.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'spanline-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** A store that is closed after the test. */
export function temporaryStore(options: Partial<StoreOptions> = {}): TraceStore {
  const store = openStore({ data: temporaryFolder(), ...options });
  onTestFinished(() => {
    store.close();
  });
  return store;
}

export const traceId = (n: number): string => n.toString(16).padStart(32, '0');

let fingerprints = 0n;

/** One span of trace `n`, as a chunk; its bytes hold `text`. */
export function spanChunk(n: number, given: Partial<SpanChunk> & { text?: string } = {}): SpanChunk {
  const { text = '', ...fields } = given;
  return {
    traceId: traceId(n),
    bytes: Buffer.from(`\x0a\xff\x01${text}\x12`),
    spans: 1,
    errors: 0,
    start: 1_700_000_000_000_000_000n + BigInt(n),
    end: 1_700_000_000_000_001_000n + BigInt(n),
    hasRoot: true,
    rootName: `root ${n}`,
    rootService: 'web',
    services: ['web'],
    fingerprint: ++fingerprints,
    ...fields,
  };
}

export function logChunk(n: number | undefined, text: string): LogChunk {
  return { traceId: n === undefined ? '' : traceId(n), bytes: Buffer.from(text), records: 1 };
}
