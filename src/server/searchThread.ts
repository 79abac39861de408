/** The thread that the server searches in: whatever a query and a trace make of a search, the server goes on. */
import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../store/reader.ts';
import { StoreError } from '../store/storeError.ts';
import { ALIVE_MS, type FromThread, type ToThread } from './searches.ts';

const port = parentPort;
if (!port) throw new Error('The searches run in a worker thread.');
process.removeAllListeners('warning');
const reader = openReader(workerData as string);
const running = new Map<number, AbortController>();
const tell = (message: FromThread): void => {
  port.postMessage(message);
};

async function search(id: number, limit: number, query: string): Promise<void> {
  const ended = new AbortController();
  running.set(id, ended);
  try {
    tell({ id, traces: await reader.newest(limit, query, ended.signal) });
  } catch (error) {
    tell({
      id,
      problem: error instanceof Error ? error.message : String(error),
      isStore: error instanceof StoreError,
    });
  }
  running.delete(id);
}

port.on('message', (message: ToThread) => {
  if ('cancel' in message) running.get(message.cancel)?.abort();
  else void search(message.id, message.limit, message.query);
});
tell('alive');
setInterval(() => {
  tell('alive');
}, ALIVE_MS);
