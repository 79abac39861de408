import { expect, it } from 'vitest';
import { decodeSpan, decodeSpans } from '../../../src/otlp/decodeSpans.ts';
import { FULL, FULL_BYTES, TRACE_A, TRACE_B, requestOf, span, text } from './sample.ts';

const wire = FULL.resourceSpans[0]!.scopeSpans[0]!.spans[0]!;

it('decodes a span whole', () => {
  expect(decodeSpans(FULL_BYTES)).toEqual([
    {
      traceId: TRACE_A,
      spanId: '00f067aa0ba902b7',
      parentSpanId: 'b7ad6b7169203331',
      traceState: 'vendor=1',
      flags: 4294967041,
      name: 'GET /órders',
      kind: 'SERVER',
      startUnixNano: '1700000000123456789',
      endUnixNano: '18446744073709551615',
      status: 'ERROR',
      statusMessage: 'broken',
      attributes: wire.attributes.map((one) => ({ value: {}, ...one })),
      events: [
        {
          name: 'exception',
          timeUnixNano: '1',
          attributes: [text('exception.type', 'E')],
          droppedAttributesCount: 2,
        },
      ],
      links: [
        {
          traceId: TRACE_B,
          spanId: '0000000000000009',
          traceState: 'a=b',
          attributes: [{ key: 'n', value: { intValue: '1' } }],
        },
      ],
      droppedAttributesCount: 4294967295,
      droppedEventsCount: 5,
      droppedLinksCount: 8,
      service: 'shop',
      resource: [text('service.name', 'shop'), text('telemetry.sdk.language', 'python')],
      scope: { name: 'lib', version: '1.2', attributes: [{ key: 'scope.number', value: { intValue: '7' } }] },
    },
  ]);
});

it('fills what is absent with the defaults of the specification', () => {
  expect(decodeSpans(requestOf(span(TRACE_A, 1, { parentSpanId: '0000000000000000' })))).toMatchObject([
    {
      parentSpanId: '',
      kind: 'UNSPECIFIED',
      status: 'UNSET',
      startUnixNano: '0',
      flags: 0,
      events: [],
      links: [],
    },
  ]);
});

it('finds one span among the chunks of its trace', () => {
  const chunks = [requestOf(span(TRACE_A, 1), span(TRACE_A, 2)), requestOf(span(TRACE_A, 3))];
  expect(decodeSpan(chunks, '0000000000000003')?.name).toBe('span 3');
  expect(decodeSpan(chunks, '0000000000000002')?.name).toBe('span 2');
  expect(decodeSpan(chunks, '0000000000000004')).toBeUndefined();
});
