import { once } from 'node:events';
import https from 'node:https';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_PROFILES } from '../../src/receiver/signals.ts';
import { collect, type Collected } from './collected.ts';
import { post, post2, framed } from './requests.ts';

const JSON_TYPE = { 'content-type': 'application/json', 'user-agent': 'OTel-OTLP-Exporter-Test/1' };

let collected: Collected;
let url: string;
const senders: string[] = [];
beforeAll(async () => {
  collected = await collect({
    onRefused: (sentence, userAgent) => {
      collected.refused.push(sentence);
      senders.push(userAgent);
    },
  });
  url = `http://127.0.0.1:${collected.receiver.http.port}`;
});
beforeEach(() => {
  collected.refused.length = 0;
  senders.length = 0;
});
afterAll(() => collected.receiver.close());

/** Status and sentence of a refused POST; the same sentence is for the status bar. */
async function refused(path: string): Promise<[number, string]> {
  const answer = await post(url + path, '{}', JSON_TYPE);
  const { message } = JSON.parse(answer.body.toString()) as { message: string };
  expect(collected.refused).toEqual([message]);
  expect(senders).toEqual([JSON_TYPE['user-agent']]);
  return [answer.status, message];
}

describe('TLS on a port that takes plain HTTP', () => {
  const sentence = expect.stringContaining('use http://, not https://') as string;

  it.each(['http', 'grpc'] as const)('is recognised on the %s port', async (name) => {
    const { port } = collected.receiver[name];
    const request = https.request({ port, host: '127.0.0.1', path: '/v1/traces', method: 'POST' });
    request.end('{}');
    const [error] = (await once(request, 'error')) as [Error];
    // What OpenSSL says to plain HTTP.
    expect(error.message).toContain('wrong version number');
    expect(collected.refused).toEqual([sentence]);
  });

  it('of HTTP/2 as well', async () => {
    const { port } = collected.receiver.grpc;
    const socket = tls.connect({ port, host: '127.0.0.1', ALPNProtocols: ['h2'] });
    await once(socket, 'error');
    expect(collected.refused).toEqual([sentence]);
  });
});

describe('the wrong address', () => {
  it('the endpoint without /v1/traces', async () => {
    expect(await refused('/')).toEqual([404, expect.stringContaining('Append /v1/traces to the endpoint')]);
  });

  it('profiles', async () => {
    expect(await refused('/v1development/profiles')).toEqual([404, NO_PROFILES]);
    const method = '/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export';
    const headers = { 'content-type': 'application/grpc' };
    const call = await post2(collected.receiver.grpc.port, method, framed(new Uint8Array(0), false), headers);
    expect(call.trailers['grpc-status']).toBe('12');
    expect(decodeURIComponent(String(call.trailers['grpc-message']))).toBe(NO_PROFILES);
  });

  it('version 1 of Zipkin', async () => {
    expect(await refused('/api/v1/spans')).toEqual([404, expect.stringContaining('/api/v2/spans')]);
  });

  it.each(['traces', 'logs', 'metrics'])('a doubled path to %s works, with a warning', async (signal) => {
    const answer = await post(`${url}/v1/traces/v1/${signal}`, '{}', JSON_TYPE);
    const { partialSuccess } = JSON.parse(answer.body.toString()) as {
      partialSuccess: Record<string, string>;
    };
    expect(answer.status).toBe(200);
    expect(partialSuccess).toEqual({
      errorMessage: expect.stringContaining('take /v1/traces off OTEL_EXPORTER_OTLP_ENDPOINT') as string,
    });
    expect(collected.refused).toEqual([partialSuccess['errorMessage']]);
  });
});

describe('a browser', () => {
  it('sees in plain text what this is', async () => {
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const text = await page.text();
    expect(text).toContain('This is Spanline');
    expect(text).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${url}\n`);
    expect((await fetch(`${url}/favicon.ico`)).status).toBe(404);
    expect(collected.refused).toEqual([]);
  });
});
