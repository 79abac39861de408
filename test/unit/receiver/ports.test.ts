import { request } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openReceiver, type Receiver } from '../../../src/receiver/receiver.ts';
import { collect } from '../../conformance/collected.ts';
import { sinkOf } from '../../conformance/sinks.ts';

const open = async (httpPort: number): Promise<Receiver> => (await collect({ httpPort })).receiver;

describe('openReceiver', () => {
  it('says that another receiver holds the port, and serves the other one', async () => {
    const first = await open(0);
    const second = await open(first.http.port);
    expect(second.grpc.listening).toBe(true);
    expect(second.http).toMatchObject({ port: first.http.port, listening: false });
    expect(second.http.problem).toContain('which receives OTLP itself; stop it or choose another port.');
    if (process.platform === 'linux') expect(second.http.problem).toContain(`(process ${process.pid})`);
    await Promise.all([first.close(), second.close()]);
  });

  it('says that something else holds the port', async () => {
    const other = net.createServer((socket) => socket.end('no HTTP\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const receiver = await open(port);
    expect(receiver.http.problem).toMatch(
      new RegExp(`^Port ${port} is taken by [^,]+; stop it or choose another port.$`),
    );
    await receiver.close();
    other.close();
  });

  it('says that there is no such address', async () => {
    const { receiver } = await collect({ host: '203.0.113.1' });
    expect(receiver.http).toMatchObject({
      listening: false,
      problem: expect.stringContaining('203.0.113.1') as string,
    });
    await receiver.close();
  });

  it('closes at once although clients keep their connections', async () => {
    const receiver = await open(0);
    const silent = net.connect(receiver.http.port, '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const response = await fetch(`http://127.0.0.1:${receiver.http.port}/v1/traces`);
    await response.text();
    const dropped = new Promise((resolve) => silent.once('close', resolve));
    await receiver.close();
    await dropped;
    await expect(fetch(`http://127.0.0.1:${receiver.http.port}/`)).rejects.toThrow();
  });

  it('finishes the request in flight before it closes', async () => {
    const stored = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    const sink = sinkOf({
      metrics: () => {
        asked.resolve(undefined);
        return stored.promise;
      },
    });
    const receiver = await openReceiver({ httpPort: 0, grpcPort: 0, sink });
    const json = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ gauge: { dataPoints: [{ asInt: 1 }] } }] }] }],
    };
    const answer = fetch(`http://127.0.0.1:${receiver.http.port}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    await asked.promise;
    const closed = receiver.close();
    stored.resolve(undefined);
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('survives a client that breaks off', async () => {
    const { receiver, refused } = await collect();
    const client = net.connect(receiver.http.port, '127.0.0.1');
    client.write(
      'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await new Promise((resolve) => client.write('"', resolve));
    client.destroy();
    const half = net.connect(receiver.http.port, '127.0.0.1');
    half.end('PR');
    const response = await fetch(`http://127.0.0.1:${receiver.http.port}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(200);
    await receiver.close();
    expect(refused).toEqual([]);
  });
});

describe('the Host header', () => {
  const statusFor = async (port: number, host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const headers = { host, 'content-type': 'application/json' };
      request({ port, host: '127.0.0.1', path: '/v1/traces', method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end('{}');
    });

  it.each([
    ['localhost:4318', 200],
    ['127.0.0.1', 200],
    ['[::1]:4318', 200],
    ['host.docker.internal:4318', 200],
    ['collector', 200],
    ['rebound.example.test:4318', 403],
  ])('%s gets %d', async (host, status) => {
    const { receiver } = await collect();
    expect(await statusFor(receiver.http.port, host)).toBe(status);
    await receiver.close();
  });
});
