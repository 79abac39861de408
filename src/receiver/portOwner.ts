import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { request } from 'undici';

const run = promisify(execFile);
const TIME_LIMIT_MS = 1500;

interface Process {
  readonly pid: number;
  readonly name: string;
}

/** One sentence on who holds a port of this machine and what answers there, as far as that can be known. */
export async function portOwner(port: number): Promise<string> {
  const [holder, isOtlp] = await Promise.all([processOn(port), answersOtlp(port)]);
  const who = holder ? `${holder.name} (process ${holder.pid})` : 'another program';
  const what = isOtlp ? ', which receives OTLP itself' : '';
  return `Port ${port} is taken by ${who}${what}; stop it or choose another port.`;
}

/** The process that listens on a port; undefined where the system does not say. */
async function processOn(port: number): Promise<Process | undefined> {
  try {
    if (process.platform === 'linux') return await onLinux(port);
    return process.platform === 'win32' ? await onWindows(port) : await withLsof(port);
  } catch {
    // No right to look or no such tool: the port is taken either way.
    return undefined;
  }
}

async function onLinux(port: number): Promise<Process | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const sockets = new Set(
    tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`),
  );
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const holders = await Promise.all(
    pids.map(async (pid) => ((await holdsOne(pid, sockets)) ? pid : undefined)),
  );
  const pid = holders.find((one) => one !== undefined);
  if (pid === undefined) return undefined;
  const [program = ''] = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  return { pid: Number(pid), name: path.basename(program) };
}

/** Inodes of the sockets that listen on a port, from a table as /proc/net/tcp has it. */
function listeningInodes(table: string, port: number): string[] {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  return rows
    .filter((row) => row[1]?.endsWith(suffix) === true && row[3] === LISTEN)
    .map((row) => row[9] ?? '');
}

async function holdsOne(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
  return links.some((link) => sockets.has(link));
}

async function withLsof(port: number): Promise<Process | undefined> {
  const arguments_ = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  const { stdout } = await run('lsof', arguments_, { timeout: TIME_LIMIT_MS });
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  const name = /^c(.+)$/m.exec(stdout)?.[1];
  return pid === undefined ? undefined : { pid: Number(pid), name: name ?? 'a program' };
}

async function onWindows(port: number): Promise<Process | undefined> {
  const options = { timeout: TIME_LIMIT_MS, windowsHide: true };
  const { stdout } = await run('netstat', ['-ano', '-p', 'TCP'], options);
  // The word for "listening" is translated; a foreign port of 0 is not.
  const pid = new RegExp(`:${port}\\s+\\S+:0\\s+\\S+\\s+(\\d+)\\s*$`, 'm').exec(stdout)?.[1];
  if (pid === undefined) return undefined;
  const list = await run('tasklist', ['/fi', `PID eq ${pid}`, '/fo', 'csv', '/nh'], options);
  return { pid: Number(pid), name: /^"([^"]+)"/.exec(list.stdout.trim())?.[1] ?? 'a program' };
}

/** Whether an OTLP/HTTP receiver answers: an export of nothing is accepted by every one of them. */
async function answersOtlp(port: number): Promise<boolean> {
  try {
    const { statusCode, headers, body } = await request(`http://127.0.0.1:${port}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    await body.dump();
    return statusCode === 200 && String(headers['content-type']).startsWith('application/json');
  } catch {
    return false;
  }
}
