import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMetrics } from '../../../src/otlp/readMetrics.ts';
import { decodeLogs } from '../../../src/otlp/decodeLogs.ts';
import { decodeSpan, decodeSpans } from '../../../src/otlp/decodeSpans.ts';
import { encode, fromJson } from '../../../src/otlp/fromJson.ts';
import { parseJson } from '../../../src/otlp/jsonText.ts';
import { scanSpans } from '../../../src/otlp/scanSpans.ts';
import { splitLogs } from '../../../src/otlp/splitLogs.ts';
import { splitTraces } from '../../../src/otlp/splitTraces.ts';
import { toJson } from '../../../src/otlp/toJson.ts';
import { WireError } from '../../../src/otlp/wire.ts';
import { Writer } from '../../../src/otlp/writer.ts';
import { fromZipkin } from '../../../src/otlp/zipkin.ts';
import { mutated, RECORDED } from './recorded.ts';
import { FULL, FULL_BYTES, bytesOf, requestOf, span } from './sample.ts';

/** Runs to the end, or throws a WireError and nothing else. */
function survives(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(WireError);
  }
}

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  mutated([FULL_BYTES, ...[...RECORDED].filter(([name]) => name.endsWith('.bin')).map(([, body]) => body)]),
);
const anyText = mutated([...RECORDED].filter(([name]) => name.endsWith('.json')).map(([, body]) => body)).map(
  (body) => body.toString(),
);
/** Of each property. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 3000);

describe('whatever the bytes are', () => {
  it('every reader gives a result or a WireError', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        survives(() => splitTraces(bytes));
        survives(() => splitLogs(bytes));
        survives(() => readMetrics(bytes));
        survives(() => scanSpans([bytes]));
        survives(() => decodeSpans(bytes));
        survives(() => decodeSpan([bytes], '00f067aa0ba902b7'));
        survives(() => decodeLogs(bytes));
        survives(() => toJson(bytes, 'ExportMetricsServiceRequest'));
      }),
      { numRuns },
    );
  });

  it.each<[string, (bytes: Uint8Array) => unknown, readonly number[], number]>([
    ['attributes of a span', splitTraces, [1, 2, 2], 0x4a],
    ['attributes of a resource', splitTraces, [1, 1], 0x0a],
    ['log records', splitLogs, [1, 2], 0x12],
    ['data points', readMetrics, [1, 2, 2, 5], 0x0a],
    ['counts of buckets', readMetrics, [1, 2, 2, 10, 1, 8, 2], 0],
  ])('%s without end are refused before they are made', (_name, read, fields, unit) => {
    // Messages of two bytes, or a list of numbers of one, within the fields on the way to them.
    const size = unit === 0 ? 4_100_000 : 8_200_000;
    let bytes: Uint8Array = Buffer.alloc(size).fill(unit === 0 ? '\0' : Buffer.from([unit, 0]));
    for (const field of fields.toReversed()) {
      const writer = new Writer();
      writer.varint(bytes.length);
      writer.varint(field * 8 + 2);
      bytes = Buffer.concat([writer.bytes(), bytes]);
    }
    expect(() => read(bytes)).toThrow(/it holds more than 4000000 values; export smaller batches/);
  });

  it('more data points than anybody stores are refused', () => {
    const dataPoints = (count: number): Uint8Array => {
      const metric = {
        name: 'm',
        gauge: { dataPoints: Array.from({ length: count }, () => ({ asInt: 1 })) },
      };
      return encode(
        { resourceMetrics: [{ scopeMetrics: [{ metrics: [metric] }] }] },
        'ExportMetricsServiceRequest',
      );
    };
    expect(readMetrics(dataPoints(100_000))).toHaveLength(100_000);
    expect(() => readMetrics(dataPoints(100_001))).toThrow('more than 100000 data points');
  });

  it('what the splitter accepts, every decoder reads', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        let chunks: Uint8Array[] = [];
        survives(() => (chunks = bytesOf(splitTraces(bytes))));
        for (const chunk of chunks) {
          const count = decodeSpans(chunk).length;
          expect(scanSpans([chunk]).count).toBe(count);
          expect(JSON.stringify(toJson(chunk, 'ExportTraceServiceRequest'))).toContain('resourceSpans');
        }
      }),
      { numRuns },
    );
  });

  it('any JSON gives a result or a WireError', () => {
    const keys = [...new Set(JSON.stringify(FULL).match(/(?<=")[a-zA-Z]+(?=":)/g) ?? [])];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8 },
        fc.constantFrom(null, true, 1, -1, 1.5, 2 ** 70, '', 'a', '12', 'abcd', 'NaN'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...keys), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      tree.map((json) => JSON.stringify(json)),
      anyText,
    );
    fc.assert(
      fc.property(text, (json) => {
        survives(() => splitTraces(fromJson(json, 'ExportTraceServiceRequest')));
        survives(() => splitTraces(encode(fromZipkin(parseJson(json)), 'ExportTraceServiceRequest')));
      }),
      { numRuns },
    );
  });
});

it('splitting loses no span and keeps the order within a trace', () => {
  const ids = fc.constantFrom('1', '2', '3', 'f').map((digit) => digit.repeat(32));
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 60 }), (traceIds) => {
      const body = requestOf(...traceIds.map((traceId, i) => span(traceId, i + 1)));
      const split = splitTraces(body);
      const { chunks, rejected } = split;
      const spans = bytesOf(split).map(decodeSpans);
      expect(rejected).toBe(0);
      expect(chunks.map((chunk) => chunk.spans)).toEqual(spans.map((some) => some.length));
      chunks.forEach(({ traceId }, i) => {
        const expected = traceIds.flatMap((id, at) => (id === traceId ? [`span ${at + 1}`] : []));
        expect(spans[i]?.map(({ name }) => name)).toEqual(expected);
      });
      expect(spans.flat().length).toBe(traceIds.length);
    }),
    { numRuns: 200 },
  );
});
