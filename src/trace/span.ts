import type { AnyValue, KeyValue } from '../otlp/value.ts';

export type SpanKind = 'UNSPECIFIED' | 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';
export type StatusCode = 'UNSET' | 'OK' | 'ERROR';

/** The specification's words, at the numbers the wire uses. */
export const SPAN_KINDS: readonly SpanKind[] = [
  'UNSPECIFIED',
  'INTERNAL',
  'SERVER',
  'CLIENT',
  'PRODUCER',
  'CONSUMER',
];
export const STATUS_CODES: readonly StatusCode[] = ['UNSET', 'OK', 'ERROR'];

export interface SpanEvent {
  readonly name: string;
  readonly timeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  readonly droppedAttributesCount: number;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: readonly KeyValue[];
}

export interface LogRecord {
  readonly timeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  /** '' where the record belongs to no span. */
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
}

/** One span, whole: what a detail pane shows and what source linking reads. Times are decimal strings of ns. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** '' for a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startUnixNano: string;
  readonly endUnixNano: string;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly attributes: readonly KeyValue[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
  /** `service.name` of the resource, or 'unknown_service'. */
  readonly service: string;
  readonly resource: readonly KeyValue[];
  readonly scope: {
    readonly name: string;
    readonly version: string;
    readonly attributes: readonly KeyValue[];
  };
}

/** A span with the log records that carry its id. */
export interface SpanDetail {
  readonly span: Span;
  readonly logs: readonly LogRecord[];
}
