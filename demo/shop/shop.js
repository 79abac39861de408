// Starts every service and the customers, each as a process of its own. Ctrl-C stops them all.
// `node --watch` starts a service again when one of its files is saved.
const { spawn } = require('node:child_process');
const { createServer } = require('node:net');
const { ports } = require('./ports');

/** The port itself when it is free, or the next one that is. */
async function freePort(port) {
  for (;;) {
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (free) {
      await new Promise((resolve) => server.close(resolve));
      return port;
    }
    port += Object.keys(ports).length;
  }
}

/** Runs one file, with every line that it prints under its name. */
function start(name, options, env) {
  const child = spawn(process.execPath, [...options, `${name}.js`], { cwd: __dirname, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      for (const line of text.split('\n')) if (line.trim()) console.log(`${name.padEnd(10)} ${line}`);
    });
  }
  return child;
}

async function main() {
  const env = { ...process.env };
  for (const [name, port] of Object.entries(ports)) env[`${name.toUpperCase()}_PORT`] = String(await freePort(port));

  const children = Object.keys(ports).map((name) =>
    start(name, ['--watch', '--watch-preserve-output', '--require', './tracing.js'], { ...env, OTEL_SERVICE_NAME: name }),
  );
  children.push(start('traffic', [], env));

  const stop = () => children.forEach((child) => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
}

void main();
