#!/usr/bin/env node
// Stands in for the `code` executable: @vscode/test-electron starts it, and it runs the suite in a VS Code server
// whose window is a Chromium. The same suite runs in the desktop VS Code (`npm run test:desktop`).
import { chromium } from 'playwright-core';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromiumArguments, findChromium } from '../../scripts/browser.mjs';
import { fetchWorkbench, startWorkbench } from '../../scripts/workbench.mjs';

const limitMs = Number(process.env.SPANLINE_TEST_LIMIT_MS ?? 300_000);
const option = (name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = path.resolve(process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? '.');

/** Only what the suite reports: VS Code's own log is long, and goes to the file. */
const isReport = (line) => /^\s*[✓✗–·] /.test(line);
const everything = createWriteStream(process.env.SPANLINE_TEST_LOG ?? '/dev/null');

const dataFolder = mkdtempSync(path.join(tmpdir(), 'spanline-vscode-'));
const server = await startWorkbench(await fetchWorkbench(), {
  dataFolder,
  folder,
  // Without it, the workbench ignores the extension and the suite in silence.
  args: ['--enable-smoke-test-driver'],
  log: (text) => everything.write(text),
});
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArguments });

/** Ends the run; the code is what the suite said, or 1 when it never got so far. */
const outcome = new Promise((resolve) => {
  let ended = false;
  const end = (code, why) => {
    if (!ended && why) console.error(`The VS Code of this run: ${why}`);
    ended = true;
    resolve(code);
  };
  void server.exited.then((code) => end(1, `the server ended early (${code}).`));
  browser.once('disconnected', () => end(1, 'the browser ended early.'));
  setTimeout(() => end(1, `no result within ${limitMs / 1000} s.`), limitMs).unref();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(1, `stopped by ${signal}.`));
  openWindow(end).catch((error) => end(1, String(error)));
});

async function openWindow(end) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  await page.exposeFunction('codeAutomationLog', (_type, values) => {
    const line = values.join(' ');
    everything.write(`${line}\n`);
    if (isReport(line)) console.log(line);
  });
  const { host, origin } = new URL(server.address);
  const remote = (file) => `vscode-remote://${host}${path.resolve(file)}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(option('extensionDevelopmentPath'))],
    ['extensionTestsPath', remote(option('extensionTestsPath'))],
    ['skipWelcome', 'true'],
  ]);
  await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`);
}

const code = await outcome;
await browser.close().catch(() => {});
await server.stop();
rmSync(dataFolder, { recursive: true, force: true });
process.exit(code);
