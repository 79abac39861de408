import { Worker } from 'node:worker_threads';
import { StoreError } from '../store/storeError.ts';
import { threadFile } from '../store/threadFile.ts';
import type { TraceSummary } from '../trace/summary.ts';

export type ToThread =
  { readonly id: number; readonly limit: number; readonly query: string } | { readonly cancel: number };

export type FromThread =
  | 'alive'
  | { readonly id: number; readonly traces: TraceSummary[] }
  | { readonly id: number; readonly problem: string; readonly isStore: boolean };

/** The thread says so often, in ms, that no search holds it up. */
export const ALIVE_MS = 250;
/** One that is silent for so long is ended, sooner when a search has been given up. */
const SILENT_MS = 10_000;
const GIVEN_UP_MS = 1_000;
/** Without a search for so long, it goes. */
const IDLE_MS = 30_000;

interface Pending {
  readonly limit: number;
  readonly query: string;
  readonly resolve: (traces: TraceSummary[]) => void;
  readonly reject: (error: Error) => void;
  isGivenUp: boolean;
}

/**
 * Searches in a thread of its own, with a connection of its own. It starts with the first search; a regular expression
 * or a trace that keeps it from everything else ends it, and the other searches begin anew in the next one.
 */
export class Searches {
  private readonly data: string;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private thread: Worker | undefined;
  /** When the thread was heard last; not yet while it starts. */
  private heard = Infinity;
  private used = 0;
  private watching: NodeJS.Timeout | undefined;

  constructor(data: string) {
    this.data = data;
  }

  /** The newest traces that the query finds. Rejects as `TraceReader.newest` does, and when it takes too long. */
  find(limit: number, query: string, signal: AbortSignal): Promise<TraceSummary[]> {
    const id = ++this.lastId;
    const { promise, resolve, reject } = Promise.withResolvers<TraceSummary[]>();
    const search: Pending = { limit, query, resolve, reject, isGivenUp: false };
    this.pending.set(id, search);
    this.send(id, search);
    signal.addEventListener('abort', () => {
      search.isGivenUp = true;
      this.thread?.postMessage({ cancel: id } satisfies ToThread);
    });
    return promise;
  }

  /** Ends what is being searched. */
  close(): void {
    this.end('The trace server has been stopped.');
  }

  private send(id: number, { limit, query }: Pending): void {
    this.thread ??= this.start();
    this.thread.postMessage({ id, limit, query } satisfies ToThread);
  }

  private start(): Worker {
    const thread = new Worker(threadFile(import.meta.dirname, 'searchThread.ts'), {
      workerData: this.data,
      resourceLimits: { maxYoungGenerationSizeMb: 16 },
    });
    thread.unref();
    this.heard = Infinity;
    thread.on('message', (message: FromThread) => {
      if (this.thread === thread) this.hear(message);
    });
    thread.on('error', (error) => {
      if (this.thread === thread) this.end(`The search failed: ${String(error)}`);
    });
    this.watching = setInterval(() => {
      this.watch();
    }, ALIVE_MS).unref();
    return thread;
  }

  private hear(message: FromThread): void {
    this.heard = performance.now();
    if (message === 'alive') return;
    this.used = this.heard;
    const search = this.pending.get(message.id);
    this.pending.delete(message.id);
    if ('traces' in message) search?.resolve(message.traces);
    else search?.reject(message.isStore ? new StoreError(message.problem) : new Error(message.problem));
  }

  private watch(): void {
    const now = performance.now();
    const silent = now - this.heard;
    if (this.pending.size === 0) {
      if (now - this.used > IDLE_MS) this.end('');
    } else if (silent > GIVEN_UP_MS && [...this.pending.values()].some(({ isGivenUp }) => isGivenUp)) {
      this.end('The search was given up.', ({ isGivenUp }) => isGivenUp);
    } else if (silent > SILENT_MS) {
      this.end('The search takes too long: its regular expression, or a trace, is too large for it.');
    }
  }

  /** Ends the thread, and the searches that `ends` says; the others begin anew. */
  private end(sentence: string, ends: (search: Pending) => boolean = () => true): void {
    clearInterval(this.watching);
    void this.thread?.terminate();
    this.thread = undefined;
    for (const [id, search] of [...this.pending]) {
      if (!ends(search)) {
        this.send(id, search);
        continue;
      }
      this.pending.delete(id);
      search.reject(new StoreError(sentence));
    }
  }
}
