// A real VS Code from npm alone: code-server's package carries the whole VS Code server, which we start directly.
// Only a tool of ours: nothing of it ships.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { npm, start } from './processes.mjs';
import { step } from './steps.mjs';

export const root = path.resolve(import.meta.dirname, '..');
export const cache = path.join(root, '.cache');

/** code-server 4.x carries VS Code 1.x. */
const version = process.env.SPANLINE_WORKBENCH ?? '4.139.1';

/** The folder of the VS Code server; fetched on the first call, about half a minute. */
export async function fetchWorkbench() {
  const folder = path.join(cache, `workbench-${version}`);
  const server = (base) => path.join(base, 'node_modules/code-server/lib/vscode');
  if (existsSync(folder)) return server(folder);

  await step(
    `Fetching VS Code 1.${version.split('.').slice(1).join('.')} (once, 600 MB on disk)`,
    async (detail) => {
      // An interrupted fetch leaves the partial folder, never the final one.
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true });
      mkdirSync(partial, { recursive: true });
      writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
      // Scripts stay off: code-server's would compile native modules that we do not need.
      const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      detail('1 of 3, the server');
      await npm(['install', `code-server@${version}`, ...quiet], partial);
      detail('2 of 3, its modules');
      await npm(['install', '--omit=dev', ...quiet], server(partial));
      detail('3 of 3, its built-in extensions');
      await npm(['install', '--omit=dev', ...quiet], path.join(server(partial), 'extensions'));
      renameSync(partial, folder);
    },
  );
  return server(folder);
}

/** Installs a packaged extension into a server's data folder, as a user has it. */
export async function installExtension(workbench, dataFolder, vsix) {
  const { exited, child } = start(process.execPath, [
    ...serverArguments(workbench, dataFolder),
    '--install-extension',
    vsix,
    '--force',
  ]);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await exited;
  if (code !== 0 || !/successfully installed/.test(output))
    throw new Error(`VS Code refused ${vsix}:\n${output.trim()}`);
}

/**
 * Starts the VS Code server on the loopback interface and resolves once it answers.
 * Returns its address, `stop()`, and `exited`. Everything that it prints goes to `log`.
 */
export async function startWorkbench(
  workbench,
  { dataFolder, folder, port = 0, token, args = [], env = {}, log = () => {} },
) {
  writeMachineSettings(dataFolder);
  const access = token ? ['--connection-token', token] : ['--without-connection-token'];
  const handle = start(
    process.execPath,
    [
      ...serverArguments(workbench, dataFolder),
      ...['--host', '127.0.0.1', '--port', String(port), ...access],
      ...['--disable-telemetry', '--disable-workspace-trust', '--default-folder', folder, ...args],
    ],
    { env: { ...cleanEnvironment(), ...env } },
  );
  let output = '';
  const address = await new Promise((resolve, reject) => {
    for (const stream of [handle.child.stdout, handle.child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        log(text);
        output += text;
        const found = /Web UI available at http:\/\/[^:]+:(\d+)/.exec(output);
        if (found) resolve(`http://127.0.0.1:${found[1]}/`);
      });
    }
    void handle.exited.then((code) =>
      reject(new Error(`The VS Code server ended early (${code}).\n${output.trim()}`)),
    );
  });
  return { ...handle, address: token ? `${address}?tkn=${token}` : address };
}

/** The machine is a server to VS Code, and the ports of local programs are none that it should forward and announce. */
function writeMachineSettings(dataFolder) {
  const folder = path.join(dataFolder, 'data/Machine');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, 'settings.json'),
    JSON.stringify({ 'remote.autoForwardPorts': false, 'chat.disableAIFeatures': true }),
  );
}

function serverArguments(workbench, dataFolder) {
  return [
    path.join(workbench, 'out/server-main.js'),
    '--accept-server-license-terms',
    '--server-data-dir',
    dataFolder,
  ];
}

/** Terminals inside must look like a user's own: nothing of npm, of an outer VS Code, or of OpenTelemetry is inherited. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env))
    if (/^(npm_|VSCODE_|ELECTRON_|OTEL_|NODE_OPTIONS$)/.test(name)) delete env[name];
  return env;
}
