import { parseArgs } from 'node:util';
import { expect, it } from 'vitest';
import { DOOR_OPTIONS, doorArguments, doorFrom } from '../../../src/server/doorOptions.ts';
import { startServer } from '../../../src/server/server.ts';
import { temporaryFolder } from '../store/chunks.ts';

it('lets in the origins and the sizes that it is told to', async () => {
  const server = await startServer({
    data: temporaryFolder(),
    host: '127.0.0.1',
    httpPort: 0,
    grpcPort: 0,
    door: doorFrom({ 'allow-origin': ['https://a.test', 'https://b.test'], 'max-request': '1' }, (_, text) =>
      Number(text),
    ),
  });
  const statusOf = async (headers: Record<string, string>, body: Buffer | string): Promise<number> => {
    const url = `http://127.0.0.1:${server.state().http.port}/v1/traces`;
    const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
    await answer.arrayBuffer();
    return answer.status;
  };
  const from = (origin: string): Promise<number> =>
    statusOf({ origin, 'content-type': 'application/json' }, '{}');
  try {
    expect(await from('https://a.test')).toBe(200);
    expect(await from('https://b.test')).toBe(200);
    expect(await from('https://c.test')).toBe(403);
    const large = Buffer.alloc(1024 * 1024 + 1);
    expect(await statusOf({ 'content-type': 'application/x-protobuf' }, large)).toBe(413);
  } finally {
    await server.close();
  }
});

it('what a window chose reaches the server that it starts', () => {
  const door = { origins: ['https://a.test', '*'], limit: 5 * 1024 * 1024 };
  const given = doorArguments(door);
  expect(given).toEqual(['--allow-origin', 'https://a.test', '--allow-origin', '*', '--max-request', '5']);
  const { values } = parseArgs({ args: given, options: DOOR_OPTIONS });
  expect(doorFrom(values, (_, text) => Number(text))).toEqual(door);
});
