import { Worker } from 'node:worker_threads';
import { WireError } from '../otlp/wire.ts';
import { PACK, type Pack, type Packed } from './pack.ts';
import { rowsOf } from './rowBytes.ts';
import { threadFile } from './threadFile.ts';

/** What is shorter is packed sooner than it is handed over. */
const LONG_BYTES = 32 * 1024;
/** What is longer waits for a thread that is just starting. */
const HUGE_BYTES = 1024 * 1024;
/** The thread ends when it has had nothing to do for so long: its memory is for those who load the server. */
const IDLE_MS = 10_000;
/** What the thread makes of a request dies with it. */
const HEAP = { maxYoungGenerationSizeMb: 1 };

type Signal = keyof typeof PACK;

/** A request, copied; or a place in memory that both threads see: that of the task before when it is not given. */
export type Task = { readonly signal: Signal } & (
  | { readonly bytes: Uint8Array }
  | { readonly memory: SharedArrayBuffer | undefined; readonly start: number; readonly length: number }
);

export type Answer =
  | { readonly fault: string; readonly at: number | string }
  | (Omit<Packed<object>, 'packs'> & {
      readonly packs: readonly (Omit<Pack<object>, 'chunks'> & {
        readonly chunks: Uint8Array<ArrayBuffer>;
      })[];
    });

/** Packs what is long in a thread of its own, beside the one that reads requests and writes the database. */
export class Packer {
  private thread: Worker | undefined;
  private isUp = false;
  /** Each gets the thread's next answer, or none when the thread has ended. */
  private waiting: ((answer?: Answer) => void)[] = [];
  /** The memory that the thread knows. */
  private memory: ArrayBufferLike | undefined;
  private idle: NodeJS.Timeout | undefined;

  /**
   * A request, ready to be stored. Rejects with a WireError where it cannot be read.
   * @param request Stays as it is until the promise is settled.
   */
  async packed<S extends Signal>(signal: S, request: Uint8Array): Promise<ReturnType<(typeof PACK)[S]>> {
    const here = PACK[signal] as (request: Uint8Array) => ReturnType<(typeof PACK)[S]>;
    if (request.length < LONG_BYTES) return here(request);
    const thread = (this.thread ??= this.start());
    if (!this.isUp && request.length < HUGE_BYTES) return here(request);
    this.idle?.refresh();
    const answer = await new Promise<Answer | undefined>((resolve) => {
      this.waiting.push(resolve);
      thread.postMessage(this.task(signal, request));
    });
    if (!answer) return here(request);
    if ('fault' in answer) throw new WireError(answer.fault, answer.at);
    const packs = answer.packs.map((pack) => ({ ...pack, chunks: rowsOf(pack.chunks) }));
    return { ...answer, packs } as ReturnType<(typeof PACK)[S]>;
  }

  stop(): void {
    const { thread } = this;
    this.end();
    void thread?.terminate();
  }

  private task(signal: Signal, request: Uint8Array): Task {
    const { buffer, byteOffset: start, length } = request;
    if (!(buffer instanceof SharedArrayBuffer)) return { signal, bytes: request };
    // The thread would take it for another piece of memory each time.
    const memory = buffer === this.memory ? undefined : buffer;
    this.memory = buffer;
    return { signal, memory, start, length };
  }

  private start(): Worker {
    const thread = new Worker(threadFile(import.meta.dirname, 'packThread.ts'), { resourceLimits: HEAP });
    thread.unref();
    thread.once('online', () => {
      this.isUp = true;
    });
    thread.on('message', (answer: Answer) => {
      this.waiting.shift()!(answer);
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
    this.thread = this.memory = undefined;
    this.isUp = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
