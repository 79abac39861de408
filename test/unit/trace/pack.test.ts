import { describe, expect, it } from 'vitest';
import { buildTrace } from '../../../src/trace/buildTrace.ts';
import { packTrace, unpackTrace } from '../../../src/trace/pack.ts';
import { tableOf } from './spans.ts';

const trace = buildTrace(
  '0af7651916cd43dd8448eb211c80319c',
  tableOf([
    {
      id: 0xfedc_ba98_7654_3210n,
      start: 0xffff_ffff_ffff_fff0n,
      end: 0xffff_ffff_ffff_ffffn,
      name: 'größe 🛒',
    },
    { id: 2n, parent: 0xfedc_ba98_7654_3210n, start: 3n, name: '\uFEFFbom', service: '', kind: 2, status: 2 },
    { id: 3n, parent: 99n, start: 4n, name: 'größe 🛒', service: '日本' },
  ]),
);

describe('packTrace and unpackTrace', () => {
  it('give back every column and text', () => {
    expect(unpackTrace(packTrace(trace))).toEqual(trace);
  });

  it('carry an empty trace', () => {
    const empty = buildTrace(trace.traceId, tableOf([]));
    expect(unpackTrace(packTrace(empty))).toEqual(empty);
  });

  it('read an ArrayBuffer, and bytes at any offset of a larger one', () => {
    const packed = packTrace(trace);
    expect(unpackTrace(packed.slice().buffer)).toEqual(trace);
    const shifted = new Uint8Array(packed.length + 3);
    shifted.set(packed, 3);
    expect(unpackTrace(shifted.subarray(3))).toEqual(trace);
  });

  it('refuse bytes that are no packed trace', () => {
    const packed = packTrace(trace);
    expect(() => unpackTrace(new Uint8Array(0))).toThrow(RangeError);
    expect(() => unpackTrace(packed.subarray(0, packed.length - 1))).toThrow(RangeError);
    const other = packed.slice();
    other[4] = 9;
    expect(() => unpackTrace(other)).toThrow('not a packed trace of this version');
  });
});
