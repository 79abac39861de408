import { beforeAll, describe, expect, it } from 'vitest';
import { hasToolchain } from '../setup/toolchain.ts';
import { collect } from './collected.ts';
import { go, java, type Language } from './compiledPrograms.ts';

const FIRST_BUILD_MS = 600_000;

describe.each([go, java])('the $name SDK', ({ command, reason, build }) => {
  describe.skipIf(!hasToolchain(command, reason))('as a program of its own', () => {
    let send: Awaited<ReturnType<Language['build']>>;
    beforeAll(async () => {
      send = await build();
    }, FIRST_BUILD_MS);

    it.each([
      ['grpc', 'grpc'],
      ['grpc', 'http'],
      ['http/protobuf', 'http'],
      ['http/protobuf', 'grpc'],
    ] as const)('sends spans and logs by %s to the %s port', async (protocol, port) => {
      const collected = await collect();
      try {
        await send(protocol, collected.receiver[port].port);
      } finally {
        await collected.receiver.close();
      }
      const { spans, logs, refused } = collected;
      const parent = spans.find(({ name }) => name === 'parent')!;
      const child = spans.find(({ name }) => name === 'child')!;
      expect(spans).toHaveLength(2);
      expect(parent).toMatchObject({
        service: 'orders',
        kind: 'SERVER',
        scope: { name: 'lib', version: '1.0' },
      });
      expect(Object.fromEntries(parent.attributes.map(({ key, value }) => [key, value]))).toMatchObject({
        text: { stringValue: 'grün' },
        int: { intValue: '7' },
        double: { doubleValue: 1.5 },
        bool: { boolValue: true },
        list: { arrayValue: { values: [{ stringValue: 'x' }, { stringValue: 'y' }] } },
      });
      expect(child).toMatchObject({
        traceId: parent.traceId,
        parentSpanId: parent.spanId,
        status: 'ERROR',
        statusMessage: 'broken',
        events: [{ name: 'exception' }],
      });
      expect(logs).toMatchObject([
        { traceId: child.traceId, spanId: child.spanId, body: { stringValue: 'hello' } },
      ]);
      expect(refused).toEqual([]);
    });
  });
});
