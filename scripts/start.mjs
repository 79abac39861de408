// `npm start`: a VS Code with Spanline installed from its package, and the demo shop running and sending traces to it.
// `npm start -- --desktop` uses the VS Code on the PATH. Ctrl-C stops all that was started here.
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { otelEnvironment, sendingPort } from '../src/editor/environment.ts';
import { connectServer } from '../src/server/client.ts';
import { SetPorts, Shutdown } from '../src/server/protocol.ts';
import { packageIfChanged } from './package.mjs';
import { freePort } from './ports.mjs';
import { run, start, stopAll } from './processes.mjs';
import { copyShop, startShop } from './shop.mjs';
import { fail, step } from './steps.mjs';
import { cache, fetchWorkbench, installExtension, root, startWorkbench } from './workbench.mjs';

const desktop = process.argv.includes('--desktop');
const demo = path.join(cache, 'demo');
const shop = path.join(demo, 'shop');
/** The demo's traces, apart from the user's own. */
const data = path.join(demo, 'data');
/** The address stays the same from one start to the next where it can: a browser keeps its settings by address. */
const usualPort = 7227;

let server;
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop(0));

try {
  mkdirSync(demo, { recursive: true });
  const vsix = await packageIfChanged();
  // What is edited in the demo does not dirty the checkout.
  copyShop(shop);
  const open = desktop ? await installInDesktop(vsix) : await installInWorkbench(vsix);
  const port = await step('Starting the trace server', startTraceServer);
  await step('Starting the shop', () => startShop(shop, otelEnvironment(port), logTo('shop.log')));
  const opened = await step('Starting VS Code', open);
  console.log(`\n  Spanline is running${opened.address ? `. Open   ${opened.address}` : ' in VS Code.'}`);
  console.log('  The Traces tab of the panel fills by itself. Ctrl-C stops everything.\n');
  const code = await opened.exited;
  if (!stopping && !desktop) console.error(`VS Code ended (${code}).`);
  await stop(desktop ? 0 : 1);
} catch (error) {
  if (!stopping) {
    await stopChildren();
    fail(error);
  }
}

async function installInWorkbench(vsix) {
  const workbench = await fetchWorkbench();
  const dataFolder = path.join(demo, 'vscode');
  await once(vsix, dataFolder, () => installExtension(workbench, dataFolder, vsix));
  return async () =>
    startWorkbench(workbench, {
      dataFolder,
      folder: shop,
      port: await freePort(usualPort),
      token: randomBytes(16).toString('hex'),
      env: { SPANLINE_DATA: data },
      log: logTo('vscode.log'),
    });
}

async function installInDesktop(vsix) {
  const profile = path.join(demo, 'desktop');
  const own = [
    '--user-data-dir',
    path.join(profile, 'user'),
    '--extensions-dir',
    path.join(profile, 'extensions'),
  ];
  const shell = process.platform === 'win32';
  await run('code', ['--version'], { shell }).catch(() => {
    throw new Error(
      'There is no `code` on the PATH. In VS Code, run "Shell Command: Install \'code\' command in PATH", or leave --desktop out.',
    );
  });
  await once(vsix, profile, () => run('code', [...own, '--install-extension', vsix, '--force'], { shell }));
  return async () =>
    start('code', [...own, '--new-window', '--wait', '--disable-workspace-trust', shop], {
      env: { ...process.env, SPANLINE_DATA: data },
      stdio: 'ignore',
      shell,
    });
}

/** Installs the package where it has not been installed since it was built. */
async function once(vsix, folder, install) {
  const stamp = path.join(folder, 'installed');
  const built = String(statSync(vsix).mtimeMs);
  try {
    if (readFileSync(stamp, 'utf8') === built) return;
  } catch {
    // Never installed there.
  }
  await step('Installing the extension', install);
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, built);
}

/** Starts the trace server that the window will share, and returns the port that programs send to. */
async function startTraceServer() {
  server = await connectServer({
    data,
    script: path.join(root, 'dist/server.mjs'),
    executable: process.execPath,
    env: {},
    httpPort: 4318,
    grpcPort: 4317,
    client: 'npm start',
    version: JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version,
  });
  const listening = sendingPort(server.state);
  if (listening !== undefined) return listening;
  // Somebody else has the usual ports: they keep them.
  return sendingPort(await server.rpc.sendRequest(SetPorts, { http: 0, grpc: 0 }));
}

function logTo(name) {
  const stream = createWriteStream(path.join(demo, name));
  return (text) => stream.write(text);
}

async function stop(code) {
  if (stopping) return;
  stopping = true;
  await step('Stopping', stopChildren);
  process.exit(code);
}

async function stopChildren() {
  if (desktop) stopDesktop();
  await stopAll();
  // The trace server outlives the window that it serves; this one is ours.
  if (server) {
    await server.rpc.sendRequest(Shutdown).catch(() => {});
    server.dispose();
  }
}

/** The `code` command only starts VS Code: the process itself is named in its lock file. */
function stopDesktop() {
  try {
    process.kill(Number(readFileSync(path.join(demo, 'desktop/user/code.lock'), 'utf8')), 'SIGTERM');
  } catch {
    // It has been closed already.
  }
}
