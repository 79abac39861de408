import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { madeOnce } from '../../setup/madeOnce.ts';
import { hasToolchain } from '../../setup/toolchain.ts';
import { startBroker, type Broker } from './broker.ts';

const run = promisify(execFile);
const VERSION = 'v2.15.2';

export const hasNats = hasToolchain(
  ['go', 'version'],
  'a NATS server is built with Go, which is not on the PATH (https://go.dev/dl)',
);

/** NATS with streams, built from its Go module. */
export async function startNats(): Promise<Broker> {
  const folder = await madeOnce(`nats-${VERSION}`, [], async (place) => {
    console.log('Building the NATS server into .cache (once) …');
    const env = { ...process.env, GOBIN: place };
    await run('go', ['install', `github.com/nats-io/nats-server/v2@${VERSION}`], { env });
  });
  return startBroker((data, port) => ({
    program: path.join(folder, 'nats-server'),
    args: ['--addr', '127.0.0.1', '--port', String(port), '--jetstream', '--store_dir', data],
  }));
}
