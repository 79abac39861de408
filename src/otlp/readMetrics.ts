import { check } from './check.ts';
import { attributesOf, numberOf, textOf } from './decodeSpans.ts';
import { Items } from './items.ts';
import { METRIC_TYPES, type MetricSeries } from './metric.ts';
import { serviceOf } from './resource.ts';
import { messageOf } from './schema.ts';
import { toJson, type JsonObject } from './toJson.ts';
import type { KeyValue } from './value.ts';
import { Reader, WireError } from './wire.ts';

const METRIC = messageOf('Metric');
/** Data points that a request may hold: many times the series that are kept. */
const MOST_POINTS = 100_000;

const TEMPORALITIES = ['', 'DELTA', 'CUMULATIVE'] as const;

/**
 * The data points of an ExportMetricsServiceRequest, each with its series. Throws a WireError where the bytes cannot
 * be read.
 */
export function readMetrics(body: Uint8Array): MetricSeries[] {
  const items = new Items(body);
  const reader = new Reader(body);
  const series: MetricSeries[] = [];
  while (items.next()) {
    check(reader, METRIC, items.start, items.end);
    const metric = toJson(body, 'Metric', items.start, items.end);
    const service = serviceOf(body, items.resource);
    const scope = textOf(toJson(body, 'InstrumentationScope', items.scope.info, items.scope.infoEnd)['name']);
    for (const type of METRIC_TYPES) {
      const holder = metric[type] as JsonObject | undefined;
      const dataPoints = (holder?.['dataPoints'] ?? []) as JsonObject[];
      if (series.length + dataPoints.length > MOST_POINTS) {
        throw new WireError(
          `it holds more than ${MOST_POINTS} data points; export smaller batches`,
          items.start,
        );
      }
      for (const dataPoint of dataPoints) {
        const attributes = attributesOf(dataPoint).sort(byKey);
        delete dataPoint['attributes'];
        series.push({
          name: textOf(metric['name']),
          description: textOf(metric['description']),
          unit: textOf(metric['unit']),
          type,
          temporality: TEMPORALITIES[numberOf(holder?.['aggregationTemporality'])] ?? '',
          monotonic: holder?.['isMonotonic'] === true,
          service,
          scope,
          attributes,
          points: [dataPoint],
        });
      }
    }
  }
  return series;
}

function byKey({ key: a }: KeyValue, { key: b }: KeyValue): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
