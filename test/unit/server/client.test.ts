import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectServer, type ServerConnection, type ServerOptions } from '../../../src/server/client.ts';
import { connectionOver } from '../../../src/server/framing.ts';
import {
  Clear,
  Hello,
  Metrics,
  Operations,
  OperationsChanged,
  Pin,
  PROTOCOL_VERSION,
  SetPorts,
  Shutdown,
  SpanOf,
  StateChanged,
  Stop,
  Trace,
  Traces,
  TracesChanged,
  type ServerState,
} from '../../../src/server/protocol.ts';
import { TraceServer } from '../../../src/server/server.ts';
import { socketPath } from '../../../src/server/socketPath.ts';
import { lockFolder } from '../../../src/store/lock.ts';
import { Mark } from '../../../src/trace/columns.ts';
import { unpackTrace } from '../../../src/trace/pack.ts';
import { temporaryFolder } from '../store/chunks.ts';
import { hexId, jsonSpan, post, postSpans, serve } from './running.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../../src/server/main.ts');

/** Connects as a window does. After the test the server is told to go. */
async function window(data: string, more: Partial<ServerOptions> = {}): Promise<ServerConnection> {
  const connection = await connectServer({
    data,
    script: SCRIPT,
    executable: process.execPath,
    env: {},
    httpPort: 0,
    grpcPort: 0,
    grace: 1,
    client: 'test',
    version: '0.0.0',
    ...more,
  });
  onTestFinished(() => {
    connection.dispose();
  });
  return connection;
}

const closed = (connection: ServerConnection): Promise<void> =>
  new Promise((resolve) => {
    connection.onClose(resolve);
  });

describe('a window', () => {
  it('starts the server where none runs, and finds it where one does', async () => {
    const data = temporaryFolder();
    const first = await window(data);
    expect(first.state).toMatchObject({ protocol: PROTOCOL_VERSION, data, http: { listening: true } });
    const second = await window(data);
    expect(second.state.pid).toBe(first.state.pid);
  });

  it('that starts at the same time as others ends with the same server', async () => {
    const data = temporaryFolder();
    const windows = await Promise.all([window(data), window(data), window(data)]);
    expect(new Set(windows.map(({ state }) => state.pid)).size).toBe(1);
  });

  it('shares the server of "spanline serve"', async () => {
    const data = temporaryFolder();
    const { child, http } = await serve(data);
    expect((await window(data)).state).toMatchObject({
      pid: child.pid,
      http: { port: http, listening: true },
    });
  });

  it('is told when the server is killed, and gets a new one with everything in it', async () => {
    const data = temporaryFolder();
    const first = await window(data);
    await postSpans(first.state.http.port, jsonSpan(hexId(1)));
    const gone = closed(first);
    process.kill(first.state.pid, 'SIGKILL');
    await gone;
    const again = await window(data);
    expect(again.state.pid).not.toBe(first.state.pid);
    expect(await again.rpc.sendRequest(Traces, { limit: 10 })).toMatchObject([{ traceId: hexId(1) }]);
  });

  it('recovers with the others when the server is killed under them: all end with the same new one', async () => {
    const data = temporaryFolder();
    const windows = await Promise.all([window(data), window(data)]);
    const { pid, http } = windows[0].state;
    await postSpans(http.port, jsonSpan(hexId(1)));
    const again = Promise.all(windows.map((one) => closed(one).then(() => window(data))));
    process.kill(pid, 'SIGKILL');
    const [first, second] = await again;
    expect(second!.state.pid).toBe(first!.state.pid);
    expect(first!.state.pid).not.toBe(pid);
    for (const { rpc } of [first!, second!]) {
      expect(await rpc.sendRequest(Traces, { limit: 10 })).toMatchObject([{ traceId: hexId(1) }]);
    }
  });

  it('whose server dies over a request gets an error, not silence', async () => {
    const { rpc, state } = await window(temporaryFolder());
    process.kill(state.pid, 'SIGSTOP');
    const request = rpc.sendRequest(Operations);
    process.kill(state.pid, 'SIGKILL');
    await expect(request).rejects.toThrow();
  });

  it('replaces a server that speaks an older protocol', async () => {
    const data = temporaryFolder();
    const older = await oldServer(data, { protocol: PROTOCOL_VERSION - 1 });
    const { state } = await window(data);
    expect(older.wasAskedToLeave()).toBe(true);
    expect(state).toMatchObject({ protocol: PROTOCOL_VERSION });
    expect(state.pid).not.toBe(process.pid);
  });

  it('finds what the older server had accepted', async () => {
    const data = temporaryFolder();
    const older = new OlderServer({ data, host: '127.0.0.1', httpPort: 0, grpcPort: 0 });
    await older.open();
    await postSpans(older.state().http.port, jsonSpan(hexId(1)));
    const { rpc, state } = await window(data);
    await older.closed;
    expect(state).toMatchObject({ protocol: PROTOCOL_VERSION, http: { listening: true } });
    expect(await rpc.sendRequest(Traces, { limit: 10 })).toMatchObject([{ traceId: hexId(1) }]);
  });

  it('steps back before a server that speaks a newer one', async () => {
    const data = temporaryFolder();
    const newer = await oldServer(data, { protocol: PROTOCOL_VERSION + 1, version: '9.9.9' });
    await expect(window(data)).rejects.toThrow('Spanline 9.9.9 already serves this data folder');
    expect(newer.wasAskedToLeave()).toBe(false);
    newer.close();
  });

  it('leaves a server that goes a while after the last one', async () => {
    const data = temporaryFolder();
    const first = await window(data, { grace: 0 });
    const second = await window(data);
    first.dispose();
    expect(await second.rpc.sendRequest(Operations)).toEqual([]);
    second.dispose();
    for (;;) {
      try {
        lockFolder(data).release();
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  });

  it('stops the server, and tells the other windows that it was the user’s wish', async () => {
    const data = temporaryFolder();
    const { rpc } = await window(data);
    const other = await window(data);
    const gone = closed(other);
    const told = new Promise<ServerState>((resolve) => {
      other.rpc.onNotification(StateChanged, (state) => {
        if (state.stopped) resolve(state);
      });
    });
    expect(await rpc.sendRequest(Stop)).toBeNull();
    await told;
    await gone;
  });
});

describe('the protocol', () => {
  const id = hexId(7);
  const parent = '00000000000000a1';

  async function withTrace() {
    const connection = await window(temporaryFolder());
    const { port } = connection.state.http;
    await postSpans(
      port,
      jsonSpan(id, { spanId: '00000000000000a2', parentSpanId: parent, name: 'query', kind: 3 }),
      jsonSpan(id, {
        spanId: parent,
        name: 'GET /orders',
        attributes: [{ key: 'n', value: { intValue: '9007199254740993' } }],
      }),
    );
    const record = { traceId: id, spanId: parent, timeUnixNano: '5', body: { stringValue: 'hello' } };
    await post(port, 'logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
    return { ...connection, port };
  }

  it('gives traces as columns in tree order', async () => {
    const { rpc } = await withTrace();
    const trace = unpackTrace((await rpc.sendRequest(Trace, { traceId: id }))!);
    expect(Array.from(trace.name, (index) => trace.strings[index])).toEqual(['GET /orders', 'query']);
    expect([...trace.depth]).toEqual([0, 1]);
    expect([...trace.marks]).toEqual([Mark.HasLogs, 0]);
    expect(trace.start[0]).toBe(1_700_000_000_000_000_001n);
    expect(await rpc.sendRequest(Trace, { traceId: hexId(404) })).toBeNull();
  });

  it('gives a span whole, with its logs', async () => {
    const { rpc } = await withTrace();
    expect(await rpc.sendRequest(SpanOf, { traceId: id, spanId: parent })).toMatchObject({
      span: { name: 'GET /orders', attributes: [{ key: 'n', value: { intValue: '9007199254740993' } }] },
      logs: [{ body: { stringValue: 'hello' } }],
    });
    expect(await rpc.sendRequest(SpanOf, { traceId: id, spanId: '00000000000000ff' })).toBeNull();
  });

  it('gives the traces that are asked for by id, as far as they are there', async () => {
    const { rpc } = await withTrace();
    const traceIds = ['f'.repeat(32), id];
    expect(await rpc.sendRequest(Traces, { limit: 10, traceIds })).toMatchObject([{ traceId: id, spans: 2 }]);
  });

  it('searches, and answers a query it cannot read with one sentence', async () => {
    const { rpc } = await withTrace();
    expect(await rpc.sendRequest(Traces, { limit: 10, query: 'QUERY orders' })).toMatchObject([
      { traceId: id, spans: 2 },
    ]);
    expect(await rpc.sendRequest(Traces, { limit: 10, query: 'elsewhere' })).toEqual([]);
    expect(await rpc.sendRequest(Traces, { limit: 10, query: '{} > {}' })).toMatchObject([{ traceId: id }]);
    await expect(rpc.sendRequest(Traces, { limit: 10, query: '{ status = }' })).rejects.toThrow(
      /^The query fails at 12: something is missing before "\}"\.$/,
    );
  });

  it('pushes traces, operations and the state as they change', async () => {
    const { rpc, state } = await window(temporaryFolder());
    const pushed = Promise.all([
      new Promise((resolve) => rpc.onNotification(TracesChanged, resolve)),
      new Promise((resolve) => rpc.onNotification(OperationsChanged, resolve)),
      new Promise<ServerState>((resolve) => {
        rpc.onNotification(StateChanged, (now) => {
          if (now.spansPerMinute > 0) resolve(now);
        });
      }),
    ]);
    await postSpans(state.http.port, jsonSpan(id, { status: { code: 2 } }));
    expect(await pushed).toMatchObject([
      { traces: [{ traceId: id, errors: 1 }] },
      [
        {
          name: 'GET /',
          service: 'web',
          kind: 'SERVER',
          count: 1,
          errors: 1,
          p50Nano: '1000000',
          traceIds: [id],
        },
      ],
      { spansPerMinute: 1 },
    ]);
  });

  it('warns of what cannot be read', async () => {
    const { rpc, state } = await window(temporaryFolder());
    const warned = new Promise<ServerState>((resolve) => {
      rpc.onNotification(StateChanged, (now) => {
        if (now.warning !== undefined) resolve(now);
      });
    });
    expect(await post(state.http.port, 'traces', '{')).toBe(400);
    expect((await warned).warning).toMatch(/\S/);
  });

  it('pins a trace, and says so to every window', async () => {
    const { rpc, state } = await withTrace();
    const other = await window(state.data);
    const told = new Promise((resolve) => {
      other.rpc.onNotification(TracesChanged, ({ traces }) => {
        if (traces[0]?.pinned) resolve(traces);
      });
    });
    expect(await rpc.sendRequest(Pin, { traceId: id, pinned: true })).toBe(true);
    expect(await told).toMatchObject([{ traceId: id, pinned: true }]);
    expect(await rpc.sendRequest(Traces, { limit: 10 })).toMatchObject([{ pinned: true }]);
    expect(await rpc.sendRequest(Pin, { traceId: hexId(404), pinned: true })).toBe(false);
  });

  it('lists metrics, also those of one trace', async () => {
    const { rpc, port } = await withTrace();
    const dataPoints = [{ timeUnixNano: '1', asInt: '9007199254740993', exemplars: [{ traceId: id }] }];
    const metrics = [{ name: 'orders', gauge: { dataPoints } }];
    await post(port, 'metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
    expect(await rpc.sendRequest(Metrics, {})).toMatchObject([{ name: 'orders', points: dataPoints }]);
    expect(await rpc.sendRequest(Metrics, { traceId: id })).toHaveLength(1);
    expect(await rpc.sendRequest(Metrics, { traceId: hexId(404) })).toEqual([]);
  });

  it('clears everything, and says so to every window', async () => {
    const { rpc, state } = await withTrace();
    const other = await window(state.data);
    const told = new Promise((resolve) => {
      other.rpc.onNotification(TracesChanged, (change) => {
        if (change.cleared) resolve(change);
      });
    });
    expect(await rpc.sendRequest(Clear)).toBeNull();
    expect(await told).toEqual({ traces: [], cleared: true });
    expect(await rpc.sendRequest(Traces, { limit: 10 })).toEqual([]);
    expect(await rpc.sendRequest(Operations)).toEqual([]);
  });

  it('counts the operations again after a restart', async () => {
    const { rpc, state } = await withTrace();
    const counted = async (from: ServerConnection['rpc']) => {
      for (;;) {
        const operations = await from.sendRequest(Operations);
        if (operations.length === 2) return operations.map(({ name, count }) => ({ name, count }));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const before = await counted(rpc);
    await rpc.sendRequest(Shutdown);
    const again = await window(state.data);
    expect(again.state.pid).not.toBe(state.pid);
    const after = await counted(again.rpc);
    expect(before.map(({ name }) => name).sort()).toEqual(['GET /orders', 'query']);
    expect(after).toEqual(before);
  });

  it('moves the receiver to other ports, and tells who holds a taken one', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };

    const { rpc, state } = await window(temporaryFolder());
    const moved = await rpc.sendRequest(SetPorts, { http: port, grpc: 0 });
    expect(moved.http).toMatchObject({ port, listening: false });
    expect(moved.http.problem).toContain(`Port ${port} is taken`);
    expect(moved.grpc.listening).toBe(true);
    await expect(postSpans(state.http.port, jsonSpan(id))).rejects.toThrow();

    const back = await rpc.sendRequest(SetPorts, { http: 0, grpc: moved.grpc.port });
    expect(back.grpc).toEqual({ port: moved.grpc.port, listening: true });
    expect(await postSpans(back.http.port, jsonSpan(id))).toBe(200);
  });
});

/** The server as it is, but for what it says of its protocol. */
class OlderServer extends TraceServer {
  override state(): ServerState {
    return { ...super.state(), protocol: PROTOCOL_VERSION - 1 };
  }
}

/** A server of another version: it holds the folder, says hello, and leaves when it is asked to. */
async function oldServer(data: string, said: Partial<ServerState>) {
  const lock = lockFolder(data);
  let asked = false;
  const server = createServer((socket) => {
    const rpc = connectionOver(socket);
    rpc.onRequest(Hello, () => ({ pid: process.pid, data, ...said }) as ServerState);
    rpc.onRequest(Shutdown, () => {
      asked = true;
      server.close(() => {
        lock.release();
      });
      return null;
    });
    rpc.listen();
  });
  await new Promise<void>((resolve) => server.listen(socketPath(data), resolve));
  return {
    wasAskedToLeave: () => asked,
    close: () => {
      server.close();
      lock.release();
    },
  };
}
