import { describe, expect, it, onTestFinished } from 'vitest';
import { fromJson } from '../../../src/otlp/fromJson.ts';
import type { MetricSeries } from '../../../src/otlp/metric.ts';
import { readMetrics } from '../../../src/otlp/readMetrics.ts';
import { MetricStore, openMetrics } from '../../../src/store/metrics.ts';
import { openForWriting } from '../../../src/store/schema.ts';
import { openStore } from '../../../src/store/store.ts';
import { temporaryFolder, traceId } from './chunks.ts';

/** The points of these metrics of a service, as they come off the wire. */
function received(service: string, ...metrics: readonly object[]): MetricSeries[] {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  const request = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] };
  return readMetrics(fromJson(JSON.stringify(request), 'ExportMetricsServiceRequest'));
}

const gauge = (name: string, timeUnixNano: string, asInt = '1') => ({
  name,
  gauge: { dataPoints: [{ timeUnixNano, asInt }] },
});

function store(maxSeries?: number): MetricStore {
  const database = openForWriting(temporaryFolder());
  onTestFinished(() => {
    database.close();
  });
  return new MetricStore(database, () => undefined, maxSeries);
}

describe('metrics', () => {
  it.each([
    ['gauge', { asDouble: 0.5 }, {}, {}],
    ['gauge', { asDouble: 'NaN' }, {}, {}],
    [
      'sum',
      { asInt: '9223372036854775807' },
      { aggregationTemporality: 1, isMonotonic: true },
      { temporality: 'DELTA', monotonic: true },
    ],
    [
      'sum',
      { asInt: '-9223372036854775808' },
      { aggregationTemporality: 2 },
      { temporality: 'CUMULATIVE', monotonic: false },
    ],
    [
      'histogram',
      {
        count: '18446744073709551615',
        sum: 2.5,
        min: 0.5,
        max: 2,
        bucketCounts: ['1', '18446744073709551614'],
        explicitBounds: [1],
      },
      { aggregationTemporality: 2 },
      { temporality: 'CUMULATIVE' },
    ],
    [
      'exponentialHistogram',
      {
        count: '3',
        scale: -2,
        zeroCount: '1',
        positive: { offset: -3, bucketCounts: ['1', '1'] },
        negative: { offset: 0 },
      },
      { aggregationTemporality: 1 },
      { temporality: 'DELTA' },
    ],
    [
      'summary',
      { count: '2', sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }] },
      {},
      { temporality: '' },
    ],
  ] as const)('of type %s keep a point of %o to the last digit', async (type, values, holder, expected) => {
    const point = {
      startTimeUnixNano: '1699999999999999999',
      timeUnixNano: '1700000000000000001',
      ...values,
    };
    const attributes = [
      { key: 'z', value: { intValue: '9007199254740993' } },
      { key: 'a', value: { stringValue: 'x' } },
    ];
    const metric = {
      name: 'm',
      description: 'd',
      unit: 'By',
      [type]: { ...holder, dataPoints: [{ ...point, attributes }] },
    };
    const metrics = store();
    await metrics.ingest(received('shop', metric));
    expect(metrics.list()).toMatchObject([
      { name: 'm', description: 'd', unit: 'By', type, service: 'shop', ...expected },
    ]);
    expect(metrics.list()[0]!.attributes).toEqual(attributes.toReversed());
    expect(metrics.list()[0]!.points).toEqual([point]);
  });

  it('of two libraries under one name are two series', async () => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const scopeMetrics = ['requests', 'urllib3'].map((name, n) => ({
      scope: { name },
      metrics: [gauge('http.client.duration', '5', String(n))],
    }));
    const json = JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics }] });
    const metrics = store();
    await metrics.ingest(readMetrics(fromJson(json, 'ExportMetricsServiceRequest')));
    expect(metrics.list()).toMatchObject([
      { scope: 'requests', points: [{ asInt: '0' }] },
      { scope: 'urllib3', points: [{ asInt: '1' }] },
    ]);
  });

  it('are one series by name, unit, type, service and attributes in any order', async () => {
    const point = (...keys: readonly string[]) => ({
      attributes: keys.map((key) => ({ key, value: { boolValue: true } })),
    });
    const metrics = store();
    await metrics.ingest([
      ...received('a', { name: 'm', gauge: { dataPoints: [point('x', 'y')] } }),
      ...received('a', { name: 'm', gauge: { dataPoints: [point('y', 'x')] } }),
      ...received('a', { name: 'm', gauge: { dataPoints: [point('x')] } }),
      ...received('a', { name: 'm', sum: { dataPoints: [point('x', 'y')] } }),
      ...received('a', { name: 'm', unit: 's', gauge: { dataPoints: [point('x', 'y')] } }),
      ...received('b', { name: 'm', gauge: { dataPoints: [point('x', 'y')] } }),
    ]);
    expect(metrics.list()).toHaveLength(5);
  });

  it('keep the newest 60 points of a series in the order of their time, a repeated one once', async () => {
    const metrics = store();
    const times = Array.from({ length: 100 }, (_, n) => String(1_700_000_000_000_000_000n + BigInt(n)));
    for (const time of times.toReversed()) await metrics.ingest(received('a', gauge('m', time, time)));
    await metrics.ingest(received('a', gauge('m', times[99]!, 'retried'.length.toString())));
    const [series] = metrics.list();
    expect(series!.points.map(({ timeUnixNano }) => timeUnixNano)).toEqual(times.slice(40));
    expect(series!.points.at(-1)!.asInt).toBe('7');
  });

  it('forget the series that were not seen for longest beyond their number', async () => {
    const metrics = store(16);
    for (let n = 0; n < 16; n++) await metrics.ingest(received('a', gauge(`m${n}`, '1')));
    await metrics.ingest(received('a', gauge('m0', '2')));
    await metrics.ingest(received('a', gauge('new', '2')));
    const names = metrics.list().map(({ name }) => name);
    expect(names).toHaveLength(14);
    expect(names).toEqual(expect.arrayContaining(['m0', 'new', 'm15']));
    expect(names).not.toContain('m1');
  });

  it('survive a restart, lead to the traces of their exemplars, and go when everything is cleared', async () => {
    const data = temporaryFolder();
    const exemplar = { traceId: traceId(7), spanId: '00000000000000aa', timeUnixNano: '5', asDouble: 1.5 };
    const point = { timeUnixNano: '6', count: '1', exemplars: [exemplar] };
    let traces = openStore({ data });
    await traces.metrics.ingest(
      received('a', { name: 'latency', histogram: { dataPoints: [point] } }, gauge('other', '1')),
    );
    traces.close();
    traces = openStore({ data });
    const reader = openMetrics(data);
    expect(reader.list()).toHaveLength(2);
    expect(reader.list(traceId(7))).toMatchObject([{ name: 'latency', points: [{ exemplars: [exemplar] }] }]);
    expect(reader.list(traceId(8))).toEqual([]);
    reader.close();
    traces.clear();
    expect(traces.metrics.list()).toEqual([]);
    traces.close();
  });
});
