import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { makeFolder } from '../store/folder.ts';
import { StoreError } from '../store/storeError.ts';

/** What macOS leaves for a path in `sockaddr_un`; Linux has four more. */
const MAX_SOCKET_PATH = 103;

/**
 * Where the server of a data folder listens for its windows: a socket in a folder that only the user can enter, or a
 * named pipe on Windows. Every process that names the same folder, by whatever path, gets the same answer.
 * Creates the data folder and the socket's folder.
 * @throws StoreError when a folder cannot be made, or the socket's belongs to somebody else.
 */
export function socketPath(data: string, platform: NodeJS.Platform = process.platform): string {
  makeFolder(data);
  const id = createHash('sha256').update(realpathSync.native(data)).digest('hex').slice(0, 16);
  // No part of a pipe's name may hold what separates the parts.
  if (platform === 'win32') return `\\\\.\\pipe\\spanline-${userInfo().username.replaceAll('\\', '_')}-${id}`;
  const name = `${id}.sock`;
  const folder = candidates().find((candidate) => path.join(candidate, name).length <= MAX_SOCKET_PATH);
  if (folder === undefined)
    throw new StoreError('No folder for the socket is short enough: set XDG_RUNTIME_DIR.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  assertPrivate(folder);
  return path.join(folder, name);
}

function candidates(): string[] {
  const own = `spanline-${userInfo().uid}`;
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    ...(runtime ? [path.join(runtime, 'spanline')] : []),
    path.join(tmpdir(), own),
    path.join('/tmp', own),
  ];
}

/** In a shared folder such as /tmp somebody else could have made ours first, and would then hear everything. */
function assertPrivate(folder: string): void {
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return;
  throw new StoreError(
    `The folder ${folder} is not private to you: remove it, or set XDG_RUNTIME_DIR to one that is.`,
  );
}
