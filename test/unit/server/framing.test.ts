import { expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../../src/server/framing.ts';

const roundTrip = (value: unknown): unknown =>
  decodeMessage(encodeMessage({ jsonrpc: '2.0', result: value } as never));

it.each([
  ['no bytes', { text: 'größe 🛒', list: [1, null, true] }],
  ['bytes alone', Uint8Array.of(0, 255, 1)],
  ['bytes within', { a: [Uint8Array.of(1), { b: Uint8Array.of(2, 3) }], c: new Uint8Array(0) }],
])('a message with %s comes through as it was', (_, value) => {
  expect(roundTrip(value)).toEqual({ jsonrpc: '2.0', result: value });
});

it('a Buffer comes through as its bytes', () => {
  expect(roundTrip({ bytes: Buffer.from('hi') })).toMatchObject({
    result: { bytes: Uint8Array.of(104, 105) },
  });
});

it('bytes cost no more than themselves', () => {
  expect(encodeMessage({ jsonrpc: '2.0', result: new Uint8Array(1_000_000) } as never).length).toBeLessThan(
    1_000_100,
  );
});

it('received bytes own their memory', () => {
  const { result } = decodeMessage(
    encodeMessage({ jsonrpc: '2.0', result: Uint8Array.of(7) } as never),
  ) as unknown as {
    result: Uint8Array;
  };
  expect(result.buffer.byteLength).toBe(1);
});
