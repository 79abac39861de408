import { describe, expect, it } from 'vitest';
import { Reader, Wire, WireError } from '../../../src/otlp/wire.ts';

const reader = (...bytes: number[]): Reader => new Reader(Uint8Array.from(bytes));
const ff = (count: number): number[] => new Array<number>(count).fill(0xff);

describe('Reader', () => {
  it('reads varints of one to ten bytes', () => {
    expect(reader(0x7f).varint()).toBe(127);
    expect(reader(0xac, 0x02).varint()).toBe(300);
    expect(reader(...ff(4), 0x0f).varint()).toBe(0xffffffff);
    expect(reader(...ff(9), 0x01).varint64()).toBe(0xffff_ffff_ffff_ffffn);
  });

  it('steps over a value of every wire type', () => {
    for (const [wire, ...bytes] of [
      [Wire.Varint, 0x80, 0x01],
      [Wire.Fixed64, 1, 2, 3, 4, 5, 6, 7, 8],
      [Wire.Fixed32, 1, 2, 3, 4],
      [Wire.Bytes, 2, 1, 1],
    ] as const) {
      const at = reader(...bytes);
      at.skip(8 + wire);
      expect(at.pos).toBe(bytes.length);
    }
  });

  it.each([
    ['a varint that is cut off', [0x80], (at: Reader) => at.varint(), 'a number is cut off (byte 0)'],
    [
      'a varint without an end',
      ff(11),
      (at: Reader) => at.varint(),
      'a number is longer than ten bytes (byte 0)',
    ],
    [
      'a length past the end',
      [5, 1],
      (at: Reader) => at.range(),
      'a length of 5 reaches 4 bytes past the end',
    ],
    ['a hostile length', [...ff(4), 0x0f], (at: Reader) => at.range(), 'a length of 4294967295 reaches'],
    ['a cut fixed64', [1, 2, 3], (at: Reader) => at.fixed(8), 'a number of 8 bytes is cut off (byte 0)'],
    ['field number 0', [0x02], (at: Reader) => at.tag(), 'a field has number 0 (byte 0)'],
    ['a group', [], (at: Reader) => at.skip(8 + 3), 'wire type 3 is not used by OTLP'],
  ])('refuses %s, naming the fault and the byte', (_name, bytes, read, message) => {
    const at = reader(...bytes);
    expect(() => read(at)).toThrow(WireError);
    expect(() => read(reader(...bytes))).toThrow(message);
  });
});
