import type { JsonObject } from './toJson.ts';
import type { KeyValue } from './value.ts';

export const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const;

export type MetricType = (typeof METRIC_TYPES)[number];

/** What tells a series from others: one metric of one scope of one service with one set of attributes. */
export interface MetricIdentity {
  readonly name: string;
  readonly unit: string;
  readonly type: MetricType;
  readonly service: string;
  /** Name of the instrumentation scope: two libraries may measure the same under the same name. */
  readonly scope: string;
  /** Sorted by key. */
  readonly attributes: readonly KeyValue[];
}

/** A span that a measured value comes from. */
export interface Exemplar {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly timeUnixNano?: string;
  readonly asDouble?: number | string;
  readonly asInt?: string;
}

/**
 * One data point in the form of OTLP/JSON, without its attributes: 64-bit integers are decimal strings. A number has
 * `asInt` or `asDouble`; the others have `count` and what belongs to their type; one without any of them says that
 * nothing was recorded.
 */
export interface MetricPoint {
  readonly timeUnixNano?: string;
  readonly startTimeUnixNano?: string;
  readonly asInt?: string;
  readonly asDouble?: number | string;
  readonly count?: string;
  readonly sum?: number | string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly (number | string)[];
  readonly scale?: number;
  readonly zeroCount?: string;
  readonly zeroThreshold?: number | string;
  readonly positive?: JsonObject;
  readonly negative?: JsonObject;
  readonly quantileValues?: readonly JsonObject[];
  readonly flags?: number;
  readonly exemplars?: readonly Exemplar[];
}

/** A series with some of its points, oldest first. */
export interface MetricSeries extends MetricIdentity {
  readonly description: string;
  /** How sums and histograms count: since the last point or since the start; '' for the other types. */
  readonly temporality: 'DELTA' | 'CUMULATIVE' | '';
  /** Whether a sum never falls. */
  readonly monotonic: boolean;
  readonly points: readonly MetricPoint[];
}
