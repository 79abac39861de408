import { check } from './check.ts';
import { Items } from './items.ts';
import { messageOf } from './schema.ts';
import { Reader, Wire, tagOf } from './wire.ts';

const METRIC = messageOf('Metric');

const DATA_POINT = tagOf(1, Wire.Bytes);

/** How many data points an ExportMetricsServiceRequest holds. Throws a WireError where the bytes cannot be read. */
export function countMetrics(body: Uint8Array): number {
  const items = new Items(body);
  const reader = new Reader(body);
  let dataPoints = 0;
  while (items.next()) {
    check(reader, METRIC, items.start, items.end);
    reader.pos = items.start;
    reader.end = items.end;
    while (reader.pos < items.end) {
      const tag = reader.tag();
      const points = METRIC.byTag[tag]?.message?.byName.has('dataPoints') === true;
      if (points) dataPoints += countPoints(reader, reader.range());
      else reader.skip(tag);
    }
  }
  return dataPoints;
}

/** Counts the points of the Gauge, Sum, … from `reader.pos` to `end`, and steps over it. */
function countPoints(reader: Reader, end: number): number {
  const outer = reader.end;
  let count = 0;
  reader.end = end;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === DATA_POINT) count++;
    reader.skip(tag);
  }
  reader.end = outer;
  return count;
}
