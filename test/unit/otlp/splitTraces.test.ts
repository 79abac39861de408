import { describe, expect, it } from 'vitest';
import { decodeSpans } from '../../../src/otlp/decodeSpans.ts';
import { splitTraces } from '../../../src/otlp/splitTraces.ts';
import { toJson } from '../../../src/otlp/toJson.ts';
import {
  FULL_BYTES,
  TRACE_A,
  TRACE_B,
  bytesOf,
  requestOf,
  resource,
  span,
  traces,
  unknownField,
} from './sample.ts';

describe('splitTraces', () => {
  it('gives back the request itself when it is one trace', () => {
    const { chunks, bytes, rejected } = splitTraces(FULL_BYTES);
    expect(bytes).toBe(FULL_BYTES);
    expect([chunks.length, rejected]).toEqual([1, 0]);
  });

  it('makes a request of each trace: its spans, with their resources, scopes and schema URLs', () => {
    const scopes = [
      {
        scope: { name: 'lib' },
        spans: [span(TRACE_A, 1), span(TRACE_B, 2), span(TRACE_A, 3)],
        schemaUrl: 's',
      },
      { scope: { name: 'other' }, spans: [span(TRACE_B, 4)] },
    ];
    const body = traces({
      resourceSpans: [
        { resource: resource('shop'), scopeSpans: scopes, schemaUrl: 'r' },
        { resource: resource('bank'), scopeSpans: [{ spans: [span(TRACE_A, 5)] }] },
      ],
    });
    const [a, b] = bytesOf(splitTraces(body));
    expect(toJson(a!, 'ExportTraceServiceRequest')).toEqual({
      resourceSpans: [
        {
          resource: resource('shop'),
          scopeSpans: [
            { scope: { name: 'lib' }, spans: [span(TRACE_A, 1), span(TRACE_A, 3)], schemaUrl: 's' },
          ],
          schemaUrl: 'r',
        },
        { resource: resource('bank'), scopeSpans: [{ spans: [span(TRACE_A, 5)] }] },
      ],
    });
    expect(toJson(b!, 'ExportTraceServiceRequest')).toEqual({
      resourceSpans: [
        {
          resource: resource('shop'),
          scopeSpans: [
            { scope: { name: 'lib' }, spans: [span(TRACE_B, 2)], schemaUrl: 's' },
            { scope: { name: 'other' }, spans: [span(TRACE_B, 4)] },
          ],
          schemaUrl: 'r',
        },
      ],
    });
  });

  it('keeps fields that it does not know, wherever they stand', () => {
    const field = unknownField(99, 'from the future');
    const body = Buffer.concat([requestOf(span(TRACE_A, 1), span(TRACE_B, 2)), field]);
    for (const bytes of bytesOf(splitTraces(body))) expect(Buffer.from(bytes).includes(field)).toBe(true);
  });

  it('sums each trace up', () => {
    const body = requestOf(
      span(TRACE_A, 2, {
        parentSpanId: '01'.repeat(8),
        startTimeUnixNano: '20',
        endTimeUnixNano: '90',
        status: { code: 2 },
      }),
      span(TRACE_A, 1, { startTimeUnixNano: '30', endTimeUnixNano: '80', name: 'root' }),
      span(TRACE_A, 3, { parentSpanId: '01'.repeat(8), startTimeUnixNano: '0', endTimeUnixNano: '70' }),
    );
    expect(splitTraces(body).chunks[0]).toMatchObject({
      traceId: TRACE_A,
      spans: 3,
      errors: 1,
      start: 20n,
      end: 90n,
      hasRoot: true,
      rootName: 'root',
      rootService: 'shop',
      services: ['shop'],
    });
  });

  it('names a trace after its earliest span while the root is missing', () => {
    const child = { parentSpanId: '01'.repeat(8) };
    const body = requestOf(
      span(TRACE_A, 1, { ...child, startTimeUnixNano: '30' }),
      span(TRACE_A, 2, { ...child, startTimeUnixNano: '20' }),
    );
    expect(splitTraces(body).chunks[0]).toMatchObject({ hasRoot: false, rootName: 'span 2' });
  });

  it('compares times as unsigned 64-bit numbers', () => {
    const late = { startTimeUnixNano: '18446744073709551614', endTimeUnixNano: '18446744073709551615' };
    const body = requestOf(span(TRACE_A, 1, late), span(TRACE_A, 2, { startTimeUnixNano: '4294967296' }));
    expect(splitTraces(body).chunks[0]).toMatchObject({ start: 4294967296n, end: 18446744073709551615n });
  });

  it('has the same fingerprint for the same spans only', () => {
    const fingerprint = (...numbers: number[]): bigint | undefined =>
      splitTraces(requestOf(...numbers.map((number) => span(TRACE_A, number)))).chunks[0]?.fingerprint;
    expect(fingerprint(1, 2)).toBe(fingerprint(1, 2));
    expect(new Set([fingerprint(1, 2), fingerprint(1, 3), fingerprint(1), fingerprint(2, 1)]).size).toBe(4);
  });

  it('refuses spans with invalid ids and says which', () => {
    const zero = '0'.repeat(32);
    const { bytes, rejected, reason } = splitTraces(
      requestOf(span(TRACE_A, 1), span(zero, 2), span('abcd', 3), span(TRACE_A, 0), {
        traceId: TRACE_A,
        name: 'none',
      }),
    );
    expect(rejected).toBe(4);
    expect(reason).toBe(
      'Refused spans: 2 without a valid trace id (16 bytes, not all zero), 2 without a valid span id (8 bytes, not all zero).',
    );
    expect(decodeSpans(bytes).map(({ name }) => name)).toEqual(['span 1']);
  });

  it('takes an empty request', () => {
    expect(splitTraces(new Uint8Array(0))).toMatchObject({ chunks: [], rejected: 0, reason: '' });
  });

  it('refuses a request whose resource would be copied without bound', () => {
    const body = traces({
      resourceSpans: [
        {
          resource: resource('x'.repeat(1024 * 1024)),
          scopeSpans: [
            { spans: Array.from({ length: 300 }, (_, i) => span((i + 1).toString(16).padStart(32, '0'), 1)) },
          ],
        },
      ],
    });
    expect(() => splitTraces(body)).toThrow('its resources are too large');
  });

  it('looks into the values: what is accepted can be read', () => {
    const body = Buffer.from(
      requestOf(span(TRACE_A, 1, { attributes: [{ key: 'key', value: { stringValue: 'value' } }] })),
    );
    body[body.indexOf('value') - 1] = 99;
    expect(() => splitTraces(body)).toThrow('a length of 99 reaches 94 bytes past the end of its message');
  });
});
