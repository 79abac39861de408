import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openReader } from '../../../src/store/reader.ts';
import { openStore } from '../../../src/store/store.ts';
import { temporaryFolder } from '../store/chunks.ts';
import { hexId, jsonSpan, post, postSpans, resourceSpans, serve, spanline } from '../server/running.ts';

const id = hexId(0xabc);

/** A served folder with one trace: `shop` handles a request, `db` fails below it. */
async function served() {
  const data = temporaryFolder();
  const serving = await serve(data);
  const attributes = [
    { key: 'n', value: { intValue: '9007199254740993' } },
    { key: 'list', value: { arrayValue: { values: [{ doubleValue: 0.5 }, {}] } } },
  ];
  const child = jsonSpan(id, {
    spanId: '00000000000000b2',
    parentSpanId: '00000000000000b1',
    name: 'SELECT orders',
    kind: 3,
    status: { code: 2, message: 'gone' },
    attributes,
    events: [{ timeUnixNano: '5', name: 'retry' }],
  });
  const root = jsonSpan(id, { spanId: '00000000000000b1', name: 'GET /orders', traceState: 'a=b' });
  // The child's batch comes first, as it does when services export by themselves.
  await post(serving.http, 'traces', { resourceSpans: [resourceSpans('db', [child])] });
  await post(serving.http, 'traces', { resourceSpans: [resourceSpans('shop', [root])] });
  return { data, ...serving, root, child };
}

describe('spanline serve', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('keeps what came in and exits 0 on %s', async (signal) => {
    const { data, child, http } = await serve2();
    expect(await postSpans(http, jsonSpan(id))).toBe(200);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(JSON.parse((await spanline('traces', '--data', data, '--json')).stdout)).toMatchObject([
      { traceId: id },
    ]);
  });

  it('refuses a folder that has a server, and a port that is taken, with a sentence each', async () => {
    const { data, http } = await serve2();
    expect(await spanline('serve', '--data', data)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `Another Spanline server already uses ${data}: stop it, or choose another folder with --data.\n`,
    });
    const other = ['--data', temporaryFolder(), '--grpc-port', '0'];
    const taken = await spanline('serve', '--http-port', String(http), ...other);
    expect(taken).toMatchObject({ code: 2, stdout: '' });
    expect(taken.stderr).toMatch(new RegExp(`^Port ${http} is taken by .*\\n$`));
    expect(await spanline('serve', '--http-port', '99999', ...other)).toMatchObject({
      code: 2,
      stderr: '--http-port takes a whole number from 0 to 65535, not "99999".\n',
    });
  });

  it('keeps what its limits say', async () => {
    const data = temporaryFolder();
    const { http } = await serve(data, '--max-items', '10', '--max-size', '100', '--max-age', '24');
    for (let n = 1; n <= 40; n++) expect(await postSpans(http, jsonSpan(hexId(n)))).toBe(200);
    const reader = openReader(data);
    while ((await reader.newest(100)).length > 20) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reader.summary(hexId(1))).toBeUndefined();
    expect(reader.summary(hexId(40))).toBeDefined();
    reader.close();
  });

  it.each(['--max-items', '--max-size', '--max-age'])('takes a whole number for %s', async (option) => {
    const { code, stderr } = await spanline('serve', option, 'much', '--data', temporaryFolder());
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${option} takes a whole`) as string,
    });
  });

  async function serve2() {
    const data = temporaryFolder();
    return { data, ...(await serve(data)) };
  }
});

describe('spanline traces', () => {
  it('lists what a server is receiving, as a table and as JSON', async () => {
    const { data } = await served();
    const listed = await spanline('traces', '--data', data);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(new RegExp(`^${id}  .*  1\\.0 ms  2 spans  ✗ 1  shop  GET /orders\\n$`));
    const { stdout } = await spanline('traces', '--data', data, '--json', '--query', 'select');
    expect(JSON.parse(stdout)).toEqual([
      {
        traceId: id,
        rootName: 'GET /orders',
        rootService: 'shop',
        services: ['db', 'shop'],
        startUnixNano: '1700000000000000001',
        durationNano: '1000000',
        spans: 2,
        errors: 1,
      },
    ]);
    expect((await spanline('traces', '--data', data, '--json', '--query', 'absent')).stdout).toBe('[]\n');
    const traceql = (query: string) => spanline('traces', '--data', data, '--query', query);
    expect((await traceql('{ status = error } | count() = 1')).stdout).toContain(id);
    expect((await traceql('duration > 1ms && status = error')).stdout).toBe('No traces.\n');
  });

  it('of a folder without a server is empty, and makes nothing there', async () => {
    const data = temporaryFolder();
    expect(await spanline('traces', '--data', data)).toEqual({ code: 0, stdout: 'No traces.\n', stderr: '' });
    expect(readdirSync(data)).toEqual([]);
  });

  it('refuses what it cannot read with one sentence', async () => {
    const data = temporaryFolder();
    const refused = async (...args: string[]) => {
      const { code, stderr } = await spanline('traces', '--data', data, ...args);
      expect(code).toBe(2);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      return stderr;
    };
    expect(await refused('--query', '{ status = error } | rate()')).toBe(
      'The query fails at 22: "rate()" is not supported.\n',
    );
    expect(await refused('--limit', 'many')).toContain('--limit takes a whole number');
    expect(await refused('--nonsense')).toContain("'--nonsense'");
  });

  it.each([['traces'], ['metrics'], ['trace', hexId(1)]])(
    '%s names damage in one sentence',
    async (...command) => {
      const data = temporaryFolder();
      openStore({ data }).close();
      const file = path.join(data, 'traces.db');
      writeFileSync(file, readFileSync(file).fill(0x5a, 100));
      expect(await spanline(...command, '--data', data)).toEqual({
        code: 2,
        stdout: '',
        stderr: `The database in ${data} is damaged: restart the trace server, which sets it aside and begins a new one.\n`,
      });
    },
  );

  it('ends quietly when its reader goes', async () => {
    const { data, http } = await served();
    const long = 'x'.repeat(5_000);
    await postSpans(http, ...Array.from({ length: 200 }, (_, n) => jsonSpan(hexId(n + 1), { name: long })));
    const cli = path.resolve('src/cli/main.ts');
    const command = `"${process.execPath}" "${cli}" traces --data "${data}" --limit 1000 --json | head -c 10`;
    const shell = spawn('sh', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
    let errors = '';
    shell.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    await once(shell, 'close');
    expect(errors).toBe('');
  });
});

describe('spanline trace', () => {
  it('prints a waterfall', async () => {
    const { data } = await served();
    const { stdout, stderr } = await spanline('trace', id.toUpperCase(), '--data', data);
    expect(stderr).toBe('');
    expect(stdout.split('\n').map((line) => line.replace(/█+/, '█'))).toEqual([
      `${id}  1.0 ms  2 spans  2 services  1 error`,
      '',
      'GET /orders         shop  1.0 ms  █',
      '└─ ✗ SELECT orders  db    1.0 ms  █',
      '',
    ]);
  });

  it('prints the spans in tree order as JSON', async () => {
    const { data } = await served();
    const { stdout } = await spanline('trace', id, '--data', data, '--format', 'json');
    const times = { startUnixNano: '1700000000000000001', endUnixNano: '1700000000001000001' };
    expect(JSON.parse(stdout)).toEqual({
      traceId: id,
      spans: [
        {
          spanId: '00000000000000b1',
          parentSpanId: '',
          name: 'GET /orders',
          service: 'shop',
          kind: 'SERVER',
          ...times,
          status: 'UNSET',
          attributes: {},
        },
        {
          spanId: '00000000000000b2',
          parentSpanId: '00000000000000b1',
          name: 'SELECT orders',
          service: 'db',
          kind: 'CLIENT',
          ...times,
          status: 'ERROR',
          attributes: { n: '9007199254740993', list: [0.5, null] },
        },
      ],
    });
  });

  it('prints everything that was received as OTLP', async () => {
    const { data, root, child } = await served();
    const { stdout } = await spanline('trace', id, '--data', data, '--format', 'otlp');
    expect(JSON.parse(stdout)).toEqual({
      resourceSpans: [resourceSpans('db', [child]), resourceSpans('shop', [root])],
    });
  });

  it.each([
    [[hexId(404)], /^There is no trace 0+194 in .*: "spanline traces" lists those that are there\.\n$/],
    [['not-an-id'], /^There is no trace not-an-id /],
    [[], /takes one trace id/],
    [[hexId(1), '--format', 'xml'], /--format takes tree, json or otlp/],
  ])('refuses %j with one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await spanline('trace', ...args, '--data', temporaryFolder());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

describe('spanline metrics', () => {
  it('lists what was received, as a table and as JSON', async () => {
    const data = temporaryFolder();
    const { http } = await serve(data);
    const attributes = [{ key: 'route', value: { stringValue: '/orders' } }];
    const exemplars = [{ traceId: id, spanId: '00000000000000b1', asDouble: 0.25 }];
    const duration = { timeUnixNano: '5', count: '2', sum: 0.5, attributes, exemplars };
    const points = ['9007199254740993', '9007199254740995'].map((asInt, n) => ({
      timeUnixNano: String(n + 1),
      asInt,
    }));
    const metrics = [
      {
        name: 'requests',
        unit: '{request}',
        sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints: points },
      },
      { name: 'duration', unit: 's', histogram: { aggregationTemporality: 2, dataPoints: [duration] } },
    ];
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    expect(
      await post(http, 'metrics', { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }),
    ).toBe(200);

    expect(await spanline('metrics', '--data', data)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'shop  duration               0.5  s          n=2, 1 point  route=/orders\n',
        'shop  requests  9007199254740995  {request}      2 points\n',
      ].join(''),
    });
    const found = await spanline('metrics', '--data', data, '--json', '--trace', id.toUpperCase());
    expect(JSON.parse(found.stdout)).toMatchObject([
      {
        name: 'duration',
        service: 'shop',
        unit: 's',
        lastValue: 0.5,
        attributes: { route: '/orders' },
        points: [{ exemplars }],
      },
    ]);
  });

  it('of a folder without a server is empty', async () => {
    expect(await spanline('metrics', '--data', temporaryFolder())).toEqual({
      code: 0,
      stdout: 'No metrics.\n',
      stderr: '',
    });
  });
});

describe('spanline', () => {
  it('helps: every command with what it takes', async () => {
    const { code, stdout } = await spanline('help');
    expect(code).toBe(0);
    const commands = ['serve', 'traces', 'trace', 'metrics', 'locate', 'actions', 'apply'];
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  spanline ${name} `, 'm'));
    expect(await spanline('traces', '--help')).toMatchObject({ code: 0, stdout });
  });

  it('tells its version', async () => {
    expect((await spanline('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('knows no other command', async () => {
    expect(await spanline('tracse')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no command "tracse": "spanline help" lists them.\n',
    });
  });
});
