import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectServer } from '../../../src/server/client.ts';
import { StateChanged, type ServerState } from '../../../src/server/protocol.ts';
import { openStore } from '../../../src/store/store.ts';
import { temporaryFolder } from '../store/chunks.ts';
import { hexId, jsonSpan, postSpans, resourceSpans, serve, spanline } from './running.ts';

const CLI = path.resolve('src/cli/main.ts');

/** Posts one span with a long name; the whole answer. */
async function answerTo(
  port: number,
  id: string,
  length = 10,
): Promise<{ status: number; retryAfter: string | null; text: string }> {
  const span = jsonSpan(id, { name: 'x'.repeat(length) });
  const response = await fetch(`http://127.0.0.1:${port}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [resourceSpans('web', [span])] }),
  });
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    text: await response.text(),
  };
}

/** The first state that a window hears with this in its warning. */
async function warningOf(data: string, part: string): Promise<string> {
  const connection = await connectServer({
    data,
    script: '',
    executable: process.execPath,
    env: {},
    httpPort: 0,
    grpcPort: 0,
    client: 'test',
    version: '0.0.0',
  });
  onTestFinished(() => {
    connection.dispose();
  });
  const { rpc, state } = connection;
  if (state.warning?.includes(part)) return state.warning;
  return new Promise((resolve) => {
    rpc.onNotification(StateChanged, ({ warning }: ServerState) => {
      if (warning?.includes(part)) resolve(warning);
    });
  });
}

describe('a server', () => {
  it('whose database is locked by another program asks for a retry, warns the window, and recovers', async () => {
    const data = temporaryFolder();
    const { http } = await serve(data);
    expect(await postSpans(http, jsonSpan(hexId(1)))).toBe(200);
    const other = new DatabaseSync(path.join(data, 'traces.db'));
    other.exec('BEGIN IMMEDIATE');
    const refused = await answerTo(http, hexId(2));
    expect(refused).toMatchObject({ status: 503, retryAfter: '1' });
    expect(refused.text).toContain('Another program has locked the database');
    expect(await warningOf(data, 'locked')).toContain(`locked the database in ${data}: close it.`);
    other.close();
    expect((await answerTo(http, hexId(2))).status).toBe(200);
  });

  it('that finds its database damaged says so on standard error and to the window, and starts', async () => {
    const data = temporaryFolder();
    openStore({ data }).close();
    writeFileSync(path.join(data, 'traces.db'), 'no database');
    const child = spawn(process.execPath, [
      CLI,
      'serve',
      '--data',
      data,
      '--http-port',
      '0',
      '--grpc-port',
      '0',
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const [[notice], [ready]] = (await Promise.all([
      once(createInterface(child.stderr), 'line'),
      once(createInterface(child.stdout), 'line'),
    ])) as [[string], [string]];
    expect(notice).toMatch(
      /^The traces in .* were damaged: they are set aside as traces-\d{8}T\d{6}\.db, and new/,
    );
    expect(await warningOf(data, 'damaged')).toBe(notice);
    expect((await answerTo((JSON.parse(ready) as { http: number }).http, hexId(1))).status).toBe(200);
  });

  it('whose folder is a file says so in a sentence', async () => {
    const data = path.join(temporaryFolder(), 'file');
    writeFileSync(data, '');
    const { code, stderr } = await spanline('serve', '--data', data, '--http-port', '0', '--grpc-port', '0');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `There is a file where the folder ${data} should be: choose another folder.\n`,
    });
  });

  it('refuses the database of a newer Spanline with a sentence, and leaves it alone', async () => {
    const data = temporaryFolder();
    openStore({ data }).close();
    const database = new DatabaseSync(path.join(data, 'traces.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    const { code, stderr } = await spanline('serve', '--data', data, '--http-port', '0', '--grpc-port', '0');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^The traces in .* were written by a newer Spanline .*\n$/) as string,
    });
  });
});

/** A file system of a few megabytes without being root, in a name space of its own: Linux, where it is allowed. */
const inNameSpace = ['--user', '--map-root-user', '--mount'];
const canMount =
  process.platform === 'linux' &&
  spawnSync('unshare', [...inNameSpace, 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;

describe.skipIf(!canMount)('a server on a disk that is full', () => {
  it('refuses to start with a sentence', () => {
    const disk = temporaryFolder();
    const script =
      'mount -t tmpfs -o size=16k tmpfs "$1" && head -c 16384 /dev/zero > "$1/filler"; exec "$2" "$3" serve --data "$1" --http-port 0 --grpc-port 0';
    const command = [...inNameSpace, 'sh', '-c', script, 'sh', disk, process.execPath, CLI];
    const { status, stderr } = spawnSync('unshare', command, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `The disk is full: make room where ${disk} is, and the exporters' retries get through.\n`,
    });
  });

  it('asks for retries, keeps what it acknowledged, and recovers when there is room', async () => {
    const folder = temporaryFolder();
    const disk = path.join(folder, 'disk');
    mkdirSync(disk);
    const script =
      'mount -t tmpfs -o size=4m tmpfs "$1" && head -c 2000000 /dev/zero > "$1/filler" && exec "$2" "$3" serve --data "$1/data" --http-port 0 --grpc-port 0';
    const child = spawn('unshare', [...inNameSpace, 'sh', '-c', script, 'sh', disk, process.execPath, CLI]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { http, pid } = JSON.parse(line) as { http: number; pid: number };

    const accepted: string[] = [];
    let last = await answerTo(http, hexId(1), 50_000);
    for (let n = 2; last.status === 200; n++) {
      accepted.push(hexId(n - 1));
      last = await answerTo(http, hexId(n), 50_000);
    }
    expect(accepted.length).toBeGreaterThan(5);
    expect(last).toMatchObject({ status: 503, retryAfter: '1' });
    expect(last.text).toContain('The disk is full');

    rmSync(`/proc/${pid}/root${disk}/filler`);
    while ((await answerTo(http, hexId(9_999), 50_000)).status !== 200) await sleep(20);
    const within = ['-t', String(pid), '--user', '--mount', '--preserve-credentials', process.execPath, CLI];
    const listing = ['traces', '--json', '--limit', '1000', '--data', path.join(disk, 'data')];
    const { stdout } = spawnSync('nsenter', [...within, ...listing], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const kept = (JSON.parse(stdout) as { traceId: string }[]).map(({ traceId }) => traceId);
    expect(kept.sort()).toEqual([...accepted, hexId(9_999)].sort());
  });
});
