import { Worker } from 'node:worker_threads';
import { canCompress, compressed, PARAMS } from './compression.ts';

/** What is shorter is compressed sooner than it is handed over. */
const LONG_BYTES = 32 * 1024;
/** The thread ends when it has had nothing to do for so long: its memory is for those who load the server. */
const IDLE_MS = 10_000;

/** The thread makes next to no objects of its own. */
const HEAP = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 };

/** The thread answers one after the other. Most becomes shorter than a quarter: one buffer, filled once. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { zstdCompressSync } = require('node:zlib');
  parentPort.on('message', (bytes) => {
    const short = Uint8Array.from(zstdCompressSync(bytes, { params: workerData, chunkSize: bytes.length >> 2 }));
    parentPort.postMessage(short, [short.buffer]);
  });
`;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly resolve: (compressed: Uint8Array) => void;
}

/** Compresses what is long in a thread of its own, beside the one that reads requests and writes the database. */
export class Compressor {
  private thread: Worker | undefined;
  private isUp = false;
  private waiting: Waiting[] = [];
  private idle: NodeJS.Timeout | undefined;

  /**
   * A copy, compressed if that makes it shorter.
   * @param bytes Stay as they are until the promise is settled. The thread takes only what lies in shared memory.
   */
  async compressed(bytes: Uint8Array): Promise<Uint8Array> {
    const isShared = bytes.buffer instanceof SharedArrayBuffer;
    if (bytes.length < LONG_BYTES || !isShared || !canCompress) return compressed(bytes);
    const thread = (this.thread ??= this.start());
    if (!this.isUp) return compressed(bytes);
    this.idle?.refresh();
    return new Promise((resolve) => {
      this.waiting.push({ bytes, resolve });
      thread.postMessage(bytes);
    });
  }

  stop(): void {
    const { thread } = this;
    this.end();
    void thread?.terminate();
  }

  private start(): Worker {
    const thread = new Worker(THREAD, { eval: true, workerData: PARAMS, resourceLimits: HEAP });
    thread.unref();
    thread.once('online', () => {
      this.isUp = true;
    });
    thread.on('message', (short: Uint8Array) => {
      const { bytes, resolve } = this.waiting.shift()!;
      resolve(short.length < bytes.length ? short : Uint8Array.from(bytes));
    });
    // No memory, say: what waits is done here, and the next one starts another thread.
    thread.once('error', () => {
      this.end();
    });
    this.idle = setTimeout(() => {
      if (this.waiting.length > 0) this.idle!.refresh();
      else this.stop();
    }, IDLE_MS).unref();
    return thread;
  }

  private end(): void {
    clearTimeout(this.idle);
    this.thread?.removeAllListeners('message');
    this.thread = undefined;
    this.isUp = false;
    for (const { bytes, resolve } of this.waiting.splice(0)) resolve(compressed(bytes));
  }
}
