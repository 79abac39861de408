import { expect, it } from 'vitest';
import { plainAttributes } from '../../../src/cli/plainValue.ts';

it('prints every type of attribute as plain JSON without loss', () => {
  const list = { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'two' }, {}] } };
  const map = { kvlistValue: { values: [{ key: 'inner', value: list }] } };
  expect(
    plainAttributes([
      { key: 'string', value: { stringValue: 'a' } },
      { key: 'bool', value: { boolValue: false } },
      { key: 'int', value: { intValue: '9223372036854775807' } },
      { key: 'double', value: { doubleValue: 1.5 } },
      { key: 'nan', value: { doubleValue: 'NaN' } },
      { key: 'bytes', value: { bytesValue: 'AP8=' } },
      { key: 'map', value: map },
      { key: 'none', value: { arrayValue: {} } },
      { key: 'empty', value: {} },
    ]),
  ).toEqual({
    string: 'a',
    bool: false,
    int: '9223372036854775807',
    double: 1.5,
    nan: 'NaN',
    bytes: 'AP8=',
    map: { inner: ['1', 'two', null] },
    none: [],
    empty: null,
  });
});
