/** The thread that takes requests apart and packs them, one after the other. */
import { parentPort } from 'node:worker_threads';
import { WireError } from '../otlp/wire.ts';
import { PACK } from './pack.ts';
import type { Answer, Task } from './packer.ts';
import { bytesOf } from './rowBytes.ts';

const port = parentPort;
if (!port) throw new Error('Requests are packed in a worker thread.');
let memory: SharedArrayBuffer | undefined;

function answer({ signal, ...request }: Task): Answer {
  if ('memory' in request) memory = request.memory ?? memory;
  const bytes = 'bytes' in request ? request.bytes : new Uint8Array(memory!, request.start, request.length);
  try {
    const { packs, ...rest } = PACK[signal](bytes);
    return { ...rest, packs: packs.map((pack) => ({ ...pack, chunks: bytesOf<object>(pack.chunks) })) };
  } catch (error) {
    if (error instanceof WireError) return { fault: error.fault, at: error.at };
    throw error;
  }
}

port.on('message', (task: Task) => {
  const message = answer(task);
  const packs = 'packs' in message ? message.packs : [];
  port.postMessage(
    message,
    packs.flatMap(({ bytes, chunks }) => [bytes.buffer, chunks.buffer]),
  );
});
