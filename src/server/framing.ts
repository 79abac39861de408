/**
 * How a message travels: JSON in which every Uint8Array is a placeholder, and the bytes themselves behind it, so that
 * a packed trace of some megabytes is neither base64 nor a list of numbers.
 *
 *     u32 length of the JSON, JSON, then for each byte array: u32 length, bytes      (little-endian)
 */
import type { Socket } from 'node:net';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Logger,
  type Message,
  type MessageConnection,
} from 'vscode-jsonrpc/node';

const PLACEHOLDER = '$bytes';

/** A JSON-RPC connection over the socket; `listen` is left to the caller. */
export function connectionOver(socket: Socket, logger?: Logger): MessageConnection {
  const reader = new StreamMessageReader(socket, {
    charset: 'utf-8',
    contentTypeDecoder: { name: 'spanline', decode: (bytes) => Promise.resolve(decodeMessage(bytes)) },
  });
  const writer = new StreamMessageWriter(socket, {
    charset: 'utf-8',
    contentTypeEncoder: { name: 'spanline', encode: (message) => Promise.resolve(encodeMessage(message)) },
  });
  return createMessageConnection(reader, writer, logger);
}

export function encodeMessage(message: Message): Uint8Array {
  const attached: Uint8Array[] = [];
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    // A Buffer has turned itself into a list of numbers in `value` by now; its holder still has the bytes.
    const own = this[key];
    return own instanceof Uint8Array ? { [PLACEHOLDER]: attached.push(own) - 1 } : value;
  });
  const parts: Uint8Array[] = [lengthOf(Buffer.byteLength(text)), Buffer.from(text)];
  for (const bytes of attached) parts.push(lengthOf(bytes.length), bytes);
  return Buffer.concat(parts);
}

/** The message; each of its byte arrays owns its memory. */
export function decodeMessage(bytes: Uint8Array): Message {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const next = (): Buffer => {
    const length = view.readUInt32LE(at);
    return view.subarray(at + 4, (at += 4 + length));
  };
  const text = next().toString('utf8');
  const attached: Uint8Array[] = [];
  while (at < view.length) attached.push(new Uint8Array(next()));
  if (attached.length === 0) return JSON.parse(text) as Message;
  return JSON.parse(text, (_key, value: unknown) => {
    const index = (value as Record<string, unknown> | null)?.[PLACEHOLDER];
    return typeof index === 'number' ? attached[index] : value;
  }) as Message;
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}
