import { encode } from '../../../../src/otlp/fromJson.ts';
import { splitTraces } from '../../../../src/otlp/splitTraces.ts';
import type { AnyValue } from '../../../../src/otlp/value.ts';
import type { Query } from '../../../../src/store/query/query.ts';
import { addSpans, emptyRow, type TraceRow } from '../../../../src/store/traceRow.ts';

export type Attributes = Readonly<Record<string, string | number | boolean | AnyValue>>;

/** A span in a few words; times in ns since the start of the trace. */
export interface Given {
  readonly id: number;
  readonly parent?: number;
  readonly name?: string;
  readonly kind?: number;
  /** null for a span whose start is not known. */
  readonly start?: number | null;
  readonly end?: number | string;
  readonly status?: number;
  readonly message?: string;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly scope?: { readonly name?: string; readonly version?: string; readonly attributes?: Attributes };
  readonly events?: readonly { readonly name?: string; readonly attributes?: Attributes }[];
  readonly links?: readonly { readonly span: number; readonly attributes?: Attributes }[];
}

/** A trace as the store has it. */
export interface Stored {
  readonly row: TraceRow;
  readonly chunks: readonly Uint8Array[];
}

export const TRACE = 'ab'.padStart(32, '0');
const EPOCH = 1_700_000_000_000_000_000n;

/** The trace of these spans, each list in a request of its own. */
export function traceOf(...requests: readonly (readonly Given[])[]): Stored {
  const row = emptyRow(1, TRACE);
  const splits = requests.map((spans) => splitTraces(requestOf(spans)));
  for (const { chunks } of splits) for (const chunk of chunks) addSpans(row, chunk, 1);
  return { row, chunks: splits.map(({ bytes }) => bytes) };
}

/** Whether the query finds the trace; what its summary and its packs decide, its bytes must confirm. */
export function finds(query: Query, { row, chunks }: Stored): boolean {
  const found = query.byChunks(row, chunks);
  const verdict = query.bySummary?.(row);
  if (verdict !== undefined && verdict !== found)
    throw new Error(`the summary says ${verdict}, the bytes say ${found}`);
  const { look, passes } = query.byBytes ?? { look: () => 0, passes: () => true };
  if (found && !passes(chunks.reduce((met, chunk) => met | look(Buffer.concat([OTHERS, chunk, OTHERS])), 0)))
    throw new Error('the bytes of its packs rule it out, and its spans are found');
  return found;
}

/** What a pack holds of other traces. */
const OTHERS = Buffer.from('other');

export const spanId = (id: number): string => id.toString(16).padStart(16, '0');

/** An export request, a resource each span. */
export function requestOf(spans: readonly Given[], traceId = TRACE): Uint8Array {
  const resourceSpans = spans.map((span) => ({
    resource: { attributes: keyValues(span.resource ?? { 'service.name': 'shop' }) },
    scopeSpans: [
      {
        scope: { ...span.scope, attributes: keyValues(span.scope?.attributes) },
        spans: [spanOf(span, traceId)],
      },
    ],
  }));
  return encode({ resourceSpans }, 'ExportTraceServiceRequest');
}

function spanOf(span: Given, traceId: string) {
  return {
    traceId,
    spanId: spanId(span.id),
    ...(span.parent === undefined ? {} : { parentSpanId: spanId(span.parent) }),
    name: span.name ?? 'work',
    kind: span.kind ?? 1,
    ...(span.start === null ? {} : { startTimeUnixNano: String(EPOCH + BigInt(span.start ?? 0)) }),
    endTimeUnixNano: String(EPOCH + BigInt(span.end ?? 1_000)),
    attributes: keyValues(span.attributes),
    events: (span.events ?? []).map(({ name, attributes }) => ({
      ...(name === undefined ? {} : { name }),
      timeUnixNano: String(EPOCH),
      attributes: keyValues(attributes),
    })),
    links: (span.links ?? []).map((link) => ({
      traceId,
      spanId: spanId(link.span),
      attributes: keyValues(link.attributes),
    })),
    status: { code: span.status ?? 0, message: span.message ?? '' },
  };
}

function keyValues(attributes: Attributes = {}) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number | boolean | AnyValue) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value !== 'number') return value as Record<string, never>;
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
