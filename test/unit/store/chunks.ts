import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { LogChunk, SpanChunk } from '../../../src/otlp/chunk.ts';
import { packsOf, type Pack } from '../../../src/store/pack.ts';
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

type WithBytes<Chunk> = Chunk & { readonly bytes: Uint8Array };

/** One span of trace `n`, as a chunk; its bytes hold `text`, and so many that no compression makes fewer. */
export function spanChunk(
  n: number,
  { text = '', noise = 0, ...given }: Partial<SpanChunk> & { text?: string; noise?: number } = {},
): WithBytes<SpanChunk> {
  const bytes = Buffer.concat([Buffer.from(`\x0a\xff\x01${text}\x12`), randomBytes(noise)]);
  return {
    traceId: traceId(n),
    bytes,
    length: bytes.length,
    spans: 1,
    errors: 0,
    start: 1_700_000_000_000_000_000n + BigInt(n),
    end: 1_700_000_000_000_001_000n + BigInt(n),
    hasRoot: true,
    rootName: `root ${n}`,
    rootService: 'web',
    services: ['web'],
    fingerprint: ++fingerprints,
    ...given,
  };
}

export function logChunk(n: number | undefined, text: string): WithBytes<LogChunk> {
  const bytes = Buffer.from(text);
  return {
    traceId: n === undefined ? '' : traceId(n),
    bytes,
    length: bytes.length,
    records: 1,
    fingerprint: createHash('sha1').update(bytes).digest().readBigUInt64LE(),
  };
}

/** These chunks as they came in one request, packed. */
export function arrived<Chunk extends SpanChunk | LogChunk>(
  ...chunks: readonly WithBytes<Chunk>[]
): Pack<Chunk>[] {
  return packsOf({ chunks, bytes: Buffer.concat(chunks.map(({ bytes }) => bytes)) });
}
