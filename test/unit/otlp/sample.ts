import type { Chunks } from '../../../src/otlp/chunk.ts';
import { fromJson } from '../../../src/otlp/fromJson.ts';

export const TRACE_A = '0af7651916cd43dd8448eb211c80319c';
export const TRACE_B = 'ffffffffffffffffffffffffffffffff';

/** Bytes of an ExportTraceServiceRequest. */
export const traces = (json: object): Uint8Array =>
  fromJson(JSON.stringify(json), 'ExportTraceServiceRequest');

/** A request of one resource and scope. */
export const requestOf = (...spans: object[]): Uint8Array =>
  traces({
    resourceSpans: [{ resource: resource('shop'), scopeSpans: [{ scope: { name: 'lib' }, spans }] }],
  });

/** A span as OTLP/JSON; ids that differ by their last digits. */
export function span(traceId: string, number: number, more: object = {}): object {
  return { traceId, spanId: number.toString(16).padStart(16, '0'), name: `span ${number}`, ...more };
}

export const resource = (service: string): object => ({ attributes: [text('service.name', service)] });
export const text = (key: string, stringValue: string): object => ({ key, value: { stringValue } });
export const int = (key: string, intValue: number): object => ({
  key,
  value: { intValue: String(intValue) },
});

/** A length-delimited field that no version of OTLP knows. */
export const unknownField = (field: number, content: string): Buffer =>
  Buffer.concat([
    Buffer.from([((field * 8 + 2) & 0x7f) | 0x80, (field * 8 + 2) >> 7, content.length]),
    Buffer.from(content),
  ]);

/** Every kind of value and field that a span can have. */
export const FULL = {
  resourceSpans: [
    {
      resource: {
        attributes: [text('service.name', 'shop'), text('telemetry.sdk.language', 'python')],
        droppedAttributesCount: 3,
        entityRefs: [
          { schemaUrl: 'https://x.test/1', type: 'host', idKeys: ['host.id'], descriptionKeys: ['a', 'b'] },
        ],
      },
      scopeSpans: [
        {
          scope: {
            name: 'lib',
            version: '1.2',
            attributes: [int('scope.number', 7)],
            droppedAttributesCount: 1,
          },
          spans: [
            {
              traceId: TRACE_A,
              spanId: '00f067aa0ba902b7',
              traceState: 'vendor=1',
              parentSpanId: 'b7ad6b7169203331',
              name: 'GET /órders',
              kind: 2,
              startTimeUnixNano: '1700000000123456789',
              endTimeUnixNano: '18446744073709551615',
              attributes: [
                text('text', 'grün'),
                { key: 'true', value: { boolValue: true } },
                { key: 'false', value: { boolValue: false } },
                { key: 'least', value: { intValue: '-9223372036854775808' } },
                { key: 'double', value: { doubleValue: 0.1 } },
                { key: 'nan', value: { doubleValue: 'NaN' } },
                { key: 'infinity', value: { doubleValue: '-Infinity' } },
                { key: 'bytes', value: { bytesValue: '+/8AAQ==' } },
                { key: 'empty', value: {} },
                { key: 'emptyText', value: { stringValue: '' } },
                { key: 'none' },
                {
                  key: 'mixed',
                  value: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'a' }, {}] } },
                },
                {
                  key: 'map',
                  value: { kvlistValue: { values: [{ key: 'in', value: { arrayValue: {} } }] } },
                },
              ],
              droppedAttributesCount: 4294967295,
              events: [
                {
                  timeUnixNano: '1',
                  name: 'exception',
                  attributes: [text('exception.type', 'E')],
                  droppedAttributesCount: 2,
                },
              ],
              droppedEventsCount: 5,
              links: [
                {
                  traceId: TRACE_B,
                  spanId: '0000000000000009',
                  traceState: 'a=b',
                  attributes: [int('n', 1)],
                  droppedAttributesCount: 6,
                  flags: 1,
                },
              ],
              droppedLinksCount: 8,
              status: { message: 'broken', code: 2 },
              flags: 4294967041,
            },
          ],
          schemaUrl: 'https://opentelemetry.io/schemas/1.44.0',
        },
      ],
      schemaUrl: 'https://opentelemetry.io/schemas/1.43.0',
    },
  ],
};

export const FULL_BYTES = traces(FULL);

/** The bytes of each chunk. */
export function bytesOf({ chunks, bytes }: Chunks<{ readonly length: number }>): Uint8Array[] {
  let at = 0;
  return chunks.map(({ length }) => bytes.subarray(at, (at += length)));
}
