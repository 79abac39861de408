// Child processes that never outlive the script: each runs in a group of its own, and the whole group is stopped.
import { spawn, spawnSync } from 'node:child_process';

const windows = process.platform === 'win32';
const running = new Set();

/** Starts a program in a process group of its own; `stop()` ends it together with everything that it started. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options, detached: !windows });
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  }).finally(() => running.delete(handle));
  const handle = {
    child,
    /** The exit code, the signal's name, or why it could not start. */
    exited,
    async stop(graceMs = 5_000) {
      if (child.exitCode === null && child.signalCode === null) signal(child.pid, 'SIGTERM');
      const timer = setTimeout(() => signal(child.pid, 'SIGKILL'), graceMs);
      await exited;
      clearTimeout(timer);
      // The group may hold grandchildren that outlived their parent.
      signal(child.pid, 'SIGKILL');
    },
  };
  running.add(handle);
  return handle;
}

function signal(pid, name) {
  if (pid === undefined) return;
  if (windows) {
    spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-pid, name);
  } catch {
    // Already gone.
  }
}

/** Stops every program that is still running. */
export async function stopAll() {
  await Promise.all([...running].map((handle) => handle.stop()));
}

/** Runs a program to its end and returns what it printed; throws with its last lines when it fails. */
export async function run(command, args, options = {}) {
  const { child, exited } = start(command, args, options);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await exited;
  if (code !== 0) {
    const tail = output.trim().split('\n').slice(-40).join('\n');
    throw new Error(`\`${[command, ...args].join(' ')}\` failed (${code}).\n${tail}`);
  }
  return output;
}

/** Runs npm with this script's own Node, in `cwd`, blind to the npm script that may be running us. */
export function npm(args, cwd) {
  const env = { ...process.env };
  // The outer npm hands its own project folder down; the inner one must use `cwd`.
  for (const name of Object.keys(env))
    if (/^npm_(config_(local_prefix|workspaces?|include_workspace_root)|package_)/.test(name))
      delete env[name];
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js')
    ? run(process.execPath, [cli, ...args], { cwd, env })
    : run('npm', args, { cwd, env, shell: windows });
}
