import { isIP } from 'node:net';
import { header, type Request, type Response } from './exchange.ts';
import { Refusal } from './refusal.ts';

/**
 * Refuses requests that reached a loopback address under a public name: a web page whose name was pointed at this
 * machine (DNS rebinding). Addresses, names without a dot and the private `.localhost` and `.internal` (containers
 * call their host so) cannot be had by a stranger.
 */
export function checkHost(request: Request): void {
  const authority = header(request, ':authority') || header(request, 'host');
  const name = authority
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();
  if (isIP(name) !== 0 || !name.includes('.') || /\.(localhost|internal)$/.test(name)) return;
  throw new Refusal(403, `Requests to the host "${name}" are refused; send to 127.0.0.1 or localhost.`);
}

/**
 * Lets web pages of loopback origins, of webviews and of those listed read the answer; refuses those of other origins.
 */
export function checkOrigin(request: Request, response: Response, allowed: readonly string[]): void {
  const origin = header(request, 'origin');
  if (origin === '') return;
  if (!isLoopback(origin) && !allowed.includes(origin) && !allowed.includes('*')) {
    throw new Refusal(
      403,
      `Web pages of the origin ${origin} may not send here; add it to the allowed origins.`,
    );
  }
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  // Browsers show a program few headers unasked.
  response.setHeader('access-control-expose-headers', 'retry-after');
  response.setHeader('vary', 'Origin');
}

/** Answers a browser's question whether it may POST; `checkOrigin` has said yes. */
export function answerPreflight(request: Request, response: Response): void {
  response.setHeader('access-control-allow-methods', 'POST');
  response.setHeader(
    'access-control-allow-headers',
    header(request, 'access-control-request-headers') || 'content-type',
  );
  response.setHeader('access-control-max-age', '7200');
  if (header(request, 'access-control-request-private-network') === 'true') {
    response.setHeader('access-control-allow-private-network', 'true');
  }
  response.statusCode = 204;
  response.end();
}

function isLoopback(origin: string): boolean {
  const url = URL.parse(origin);
  if (url === null) return false;
  if (url.protocol === 'vscode-webview:') return true;
  return isLoopbackHost(url.hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** Whether a name or address leads to this machine only. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}
