import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasToolchain } from '../setup/toolchain.ts';
import { collect } from './collected.ts';

declare global {
  /** Of test/programs/exporters/web/page.js. */
  var exportSpan: (url: string) => Promise<void>;
}

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const reason = `Chromium is neither at CHROMIUM nor at ${executablePath} (Debian: apt-get install chromium)`;

describe.skipIf(!hasToolchain([executablePath, '--version'], reason))('a page in a real browser', () => {
  let browser: Browser;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const program = await build({
      entryPoints: [path.resolve('test/programs/exporters/web/page.js')],
      bundle: true,
      write: false,
    });
    server = createServer((request, response) => {
      if (request.url === '/page.js') response.end(program.outputFiles[0]!.contents);
      else response.setHeader('content-type', 'text/html').end('<script src="/page.js"></script>');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        // A name of somebody else's site for the same page.
        '--host-resolver-rules=MAP shop.test 127.0.0.1',
      ],
    });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  async function pageAt(host: string): Promise<Page> {
    const page = await browser.newPage();
    await page.goto(`http://${host}:${port}/`);
    return page;
  }

  /** Status and body of a POST, or the error that the browser gives the page instead. */
  const postFrom = (page: Page, url: string): Promise<string> =>
    page.evaluate(async (to) => {
      try {
        const answer = await fetch(to, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-page': 'shop' },
          body: '{}',
        });
        return `${answer.status} ${await answer.text()}`;
      } catch (error) {
        return String(error);
      }
    }, url);

  it.each(['localhost', '127.0.0.1'])("at %s sends spans by OpenTelemetry's web exporter", async (host) => {
    const { receiver, spans, refused } = await collect();
    const page = await pageAt(host);
    const url = `http://localhost:${receiver.http.port}/v1/traces`;
    await page.evaluate((to) => globalThis.exportSpan(to), url);
    expect(await postFrom(page, url)).toBe('200 {}');
    await receiver.close();
    expect(spans).toMatchObject([{ name: 'click', scope: { name: 'page' } }]);
    expect(refused).toEqual([]);
  });

  it('of another origin may not, unless that is allowed', async () => {
    const origin = `http://shop.test:${port}`;
    const page = await pageAt('shop.test');
    for (const [origins, answer] of [
      [[], 'TypeError: Failed to fetch'],
      [[origin], '200 {}'],
      [['*'], '200 {}'],
    ] as const) {
      const { receiver } = await collect({ origins });
      expect(await postFrom(page, `http://127.0.0.1:${receiver.http.port}/v1/traces`)).toBe(answer);
      await receiver.close();
    }
  });
});
