/* global atob, MessageEvent, window -- in functions that run in the page */
// The webview in plain Chromium: its real bundle under the policy that VS Code gives it, with VS Code's own theme
// variables, and a host that answers from what a test gives it.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { packTrace } from '../../src/trace/pack.ts';

const root = path.resolve(import.meta.dirname, '../..');
const out = path.join(root, '.cache/webview-page');
const shots = path.join(root, '.cache/screenshots');
const THEMES = JSON.parse(readFileSync(path.join(import.meta.dirname, 'webviewThemes.json'), 'utf8'));
const BODY_CLASS = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};
const TYPES = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.map': 'application/json',
};

/** Bundles the webview, serves it on a free port and starts a browser; `open` gives a page of it. */
export async function startPages() {
  await build({
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome132',
    keepNames: true,
    entryPoints: { webview: 'webview/main.ts' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    outdir: out,
    logLevel: 'warning',
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end(pageHtml(searchParams.get('theme')));
      return;
    }
    try {
      const file = path.join(out, path.basename(pathname));
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'text/plain').end(readFileSync(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--hide-scrollbars'],
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    open: (options) => openPage(browser, `http://127.0.0.1:${server.address().port}`, options),
    stop: async () => {
      await browser.close();
      server.close();
    },
  };
}

/** Opens the view in a window of `size` under `theme`; what the host knows is given before the view asks. */
async function openPage(browser, origin, { theme = 'dark', size = [1400, 320], state, ...host } = {}) {
  const [width, height] = size;
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A browser asks every site for an icon; VS Code's frame has none either.
    if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico'))
      faults.push(message.text());
  });
  const { columns = [], ...rest } = host;
  const traces = Object.fromEntries(
    columns.map((trace) => [trace.traceId, Buffer.from(packTrace(trace)).toString('base64')]),
  );
  await page.addInitScript(fakeHost, { state, traces, ...rest });
  await page.goto(`${origin}/?theme=${theme}`);
  return {
    page,
    faults,
    /** Sends a message as the extension host does. */
    post: (message) => page.evaluate((data) => host.post(data), message),
    /** What the view has sent, without its requests. */
    sent: () => page.evaluate(() => host.sent.filter((message) => message.type !== 'request')),
    setTrace: (trace) =>
      page.evaluate(
        ([id, text]) => host.setTrace(id, text),
        [trace.traceId, Buffer.from(packTrace(trace)).toString('base64')],
      ),
    savedState: () => page.evaluate(() => host.state),
    screenshot: async (name) => {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: path.join(shots, `${name}.png`) });
    },
    close: () => context.close(),
  };
}

/** Runs in the page before any script of it: the other end of the protocol. */
function fakeHost({
  state,
  traces,
  spans = {},
  locations = {},
  list = [],
  title,
  receiver,
  found = {},
  refused = {},
  failing = [],
}) {
  const decode = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0)).buffer;
  const fake = {
    sent: [],
    state,
    failing,
    traces: Object.fromEntries(Object.entries(traces).map(([id, text]) => [id, decode(text)])),
    setTrace: (id, text) => (fake.traces[id] = decode(text)),
    post: (data) => window.dispatchEvent(new MessageEvent('message', { data })),
  };
  const answer = ({ method, traceId, spanId, query }) => {
    if (method === 'trace') return fake.traces[traceId]?.slice(0) ?? null;
    if (method === 'span') return spans[spanId] ?? null;
    if (method === 'locations') return locations[spanId] ?? [];
    return found[query] ?? [];
  };
  const receive = (message) => {
    if (message.type === 'ready') {
      if (receiver) fake.post({ type: 'receiver', receiver });
      fake.post({ type: 'traces', traces: list, ...(title && { title }) });
    } else if (message.type === 'request') {
      const { id, request } = message;
      const error = fake.failing.includes(request.method)
        ? 'The trace server has stopped.'
        : refused[request.query];
      fake.post({ type: 'reply', id, ...(error ? { error } : { value: answer(request) }) });
    }
  };
  window.host = fake;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      fake.sent.push(message);
      setTimeout(() => receive(message));
    },
    getState: () => fake.state,
    setState: (next) => (fake.state = JSON.parse(JSON.stringify(next))),
  });
}

/** The page as the extension writes it, in the frame that VS Code puts around it. */
function pageHtml(theme) {
  const variables = Object.entries({
    ...THEMES[theme],
    '--vscode-font-family': '"Liberation Sans", sans-serif',
    '--vscode-font-size': '13px',
    '--vscode-editor-font-family': '"DejaVu Sans Mono", monospace',
    '--vscode-editor-font-size': '12px',
  });
  const policy =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; script-src 'nonce-test'";
  return `<!doctype html>
<html lang="en" style='${variables.map(([name, value]) => `${name}:${value}`).join(';')}'>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style>
html { background: var(--vscode-panel-background); scrollbar-color: var(--vscode-scrollbarSlider-background) transparent; }
body { overscroll-behavior-x: none; }
::-webkit-scrollbar { width: 10px; height: 10px; }
::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
</style>
<link rel="stylesheet" href="/webview.css">
<title>Traces</title>
</head>
<body class="${BODY_CLASS[theme]}">
<main id="app"></main>
<script type="module" nonce="test" src="/webview.js"></script>
</body>
</html>`;
}
