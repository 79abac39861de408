import { describe, expect, it } from 'vitest';
import { fromJson } from '../../../src/otlp/fromJson.ts';
import { toJson } from '../../../src/otlp/toJson.ts';
import { FULL, FULL_BYTES, TRACE_A, requestOf, span } from './sample.ts';

/** What becomes of one span, written as JSON text. */
const spanFrom = (json: string): unknown => {
  const bytes = fromJson(
    `{"resourceSpans":[{"scopeSpans":[{"spans":[${json}]}]}]}`,
    'ExportTraceServiceRequest',
  );
  const request = toJson(bytes, 'ExportTraceServiceRequest') as unknown as typeof FULL;
  return request.resourceSpans[0]?.scopeSpans[0]?.spans[0];
};

describe('OTLP/JSON', () => {
  it('comes out of protobuf as it went in: every field and type of value', () => {
    const out = toJson(FULL_BYTES, 'ExportTraceServiceRequest');
    expect(out).toEqual(FULL);
    expect(fromJson(JSON.stringify(out), 'ExportTraceServiceRequest')).toEqual(FULL_BYTES);
  });

  it.each([
    [
      'names in snake_case',
      '{"parent_span_id":"0000000000000001","dropped_events_count":1}',
      { parentSpanId: '0000000000000001', droppedEventsCount: 1 },
    ],
    [
      'names of enums',
      '{"kind":"SPAN_KIND_SERVER","status":{"code":"STATUS_CODE_ERROR"}}',
      { kind: 2, status: { code: 2 } },
    ],
    ['numbers of enums as text', '{"kind":"3"}', { kind: 3 }],
    [
      'nanoseconds as numbers, every digit kept',
      '{"startTimeUnixNano":1700000000123456789}',
      { startTimeUnixNano: '1700000000123456789' },
    ],
    [
      'the largest integers as numbers',
      '{"attributes":[{"key":"a","value":{"intValue":-9223372036854775808}}]}',
      { attributes: [{ key: 'a', value: { intValue: '-9223372036854775808' } }] },
    ],
    [
      'large integers beside texts and fractions that look like them',
      String.raw`{"name":"a\",1234567890123456789,\\","attributes":[{"key":"\\","value":{"doubleValue":0.12345678901234567891}},{"key":"b","value":{"doubleValue":1.5e-1234567890123456}}],"startTimeUnixNano": 1700000000123456789 }`,
      {
        name: 'a",1234567890123456789,\\',
        attributes: [
          { key: '\\', value: { doubleValue: 0.12345678901234568 } },
          { key: 'b', value: { doubleValue: 0 } },
        ],
        startTimeUnixNano: '1700000000123456789',
      },
    ],
    [
      '32-bit integers as text',
      '{"flags":"257","droppedLinksCount":"4"}',
      { flags: 257, droppedLinksCount: 4 },
    ],
    [
      'integers with a fraction of zero or an exponent',
      '{"startTimeUnixNano":"5.0","endTimeUnixNano":1e3}',
      { startTimeUnixNano: '5', endTimeUnixNano: '1000' },
    ],
    [
      'doubles as text',
      '{"attributes":[{"key":"a","value":{"doubleValue":"1.5"}}]}',
      { attributes: [{ key: 'a', value: { doubleValue: 1.5 } }] },
    ],
    [
      'doubles written as large integers',
      '{"attributes":[{"key":"a","value":{"doubleValue":100000000000000000000}}]}',
      { attributes: [{ key: 'a', value: { doubleValue: 1e20 } }] },
    ],
    [
      'null for absent',
      '{"name":null,"attributes":null,"status":null,"spanId":"0000000000000001"}',
      { spanId: '0000000000000001' },
    ],
    ['ids in upper case', '{"traceId":"0AF7651916CD43DD8448EB211C80319C"}', { traceId: TRACE_A }],
    ['fields that it does not know', '{"name":"a","later":{"x":[1]},"__proto__":{"y":1}}', { name: 'a' }],
    [
      'base64 of the URL alphabet without padding',
      '{"attributes":[{"key":"a","value":{"bytesValue":"-_8AAQ"}}]}',
      { attributes: [{ key: 'a', value: { bytesValue: '+/8AAQ==' } }] },
    ],
  ])('takes %s', (_name, json, expected) => {
    expect(spanFrom(json)).toEqual(expected);
  });

  const at = 'resourceSpans[0].scopeSpans[0].spans[0]';
  it.each([
    ['{"startTimeUnixNano":"soon"}', `${at}.startTimeUnixNano: not an integer`],
    ['{"startTimeUnixNano":1.5}', `${at}.startTimeUnixNano: not an integer`],
    ['{"startTimeUnixNano":"-1"}', `${at}.startTimeUnixNano: out of range`],
    ['{"endTimeUnixNano":18446744073709551616}', `${at}.endTimeUnixNano: out of range`],
    ['{"kind":"SPAN_KIND_OTHER"}', `${at}.kind: not an integer`],
    ['{"name":5}', `${at}.name: not a text`],
    ['{"traceId":"xyz"}', `${at}.traceId: not hexadecimal`],
    ['{"trace_id":"abc"}', `${at}.trace_id: not hexadecimal`],
    ['{"attributes":{}}', `${at}.attributes: not a list`],
    ['{"status":7}', `${at}.status: not an object`],
    [
      '{"attributes":[{},{"key":"a","value":{"boolValue":"yes"}}]}',
      `${at}.attributes[1].value.boolValue: not true or false`,
    ],
    [
      '{"attributes":[{"key":"a","value":{"doubleValue":"much"}}]}',
      `${at}.attributes[0].value.doubleValue: not a number`,
    ],
    [
      '{"attributes":[{"key":"a","value":{"bytesValue":"*"}}]}',
      `${at}.attributes[0].value.bytesValue: not base64`,
    ],
    ['{', 'the document: not JSON'],
  ])('refuses %s and says where', (json, message) => {
    expect(() => spanFrom(json)).toThrow(message);
  });

  it('refuses more values than it could hold in memory, before it makes them', () => {
    const empty = (count: number): string => `{"later":[${'{},'.repeat(count)}{}]}`;
    const sentence = 'the document: it holds more than 3000000 objects and lists; export smaller batches';
    expect(() => fromJson(empty(3_000_000), 'ExportTraceServiceRequest')).toThrow(sentence);
    expect(() => fromJson('{"later":'.repeat(3_000_001), 'ExportTraceServiceRequest')).toThrow(sentence);
    expect(fromJson(empty(10_000), 'ExportTraceServiceRequest')).toHaveLength(0);
  });

  it('refuses values nested without end, in both forms', () => {
    const nested = '{"arrayValue":{"values":['.repeat(60) + ']}}'.repeat(60);
    expect(() => spanFrom(`{"attributes":[{"key":"a","value":${nested}}]}`)).toThrow(
      'nested more than 100 deep',
    );
    expect(() => spanFrom(`${'['.repeat(200_000)}1234567890123456${']'.repeat(200_000)}`)).toThrow(
      /nested too deep|not an object/,
    );
  });

  it('reads packed and single numbers alike', () => {
    const json = { positive: { offset: -3, bucketCounts: ['1', '300'] } };
    const single = fromJson(JSON.stringify(json), 'ExponentialHistogramDataPoint');
    expect(toJson(single, 'ExponentialHistogramDataPoint')).toEqual(json);
    const packed = Uint8Array.from([0x0a, 3, 0x01, 0xac, 0x02].map((byte, i) => (i === 0 ? 0x12 : byte)));
    expect(toJson(packed, 'Buckets')).toEqual({ bucketCounts: ['1', '300'] });
  });

  it('grows to any size', () => {
    const name = 'é'.repeat(100_000);
    expect(toJson(requestOf(span(TRACE_A, 1, { name })), 'ExportTraceServiceRequest')).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name }] }] }],
    });
  });
});
