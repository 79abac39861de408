import { mkdirSync } from 'node:fs';
import { plainAttributes } from '../../../src/cli/plainValue.ts';
import { decodeSpans } from '../../../src/otlp/decodeSpans.ts';
import { openReceiver } from '../../../src/receiver/receiver.ts';
import { NONE_REJECTED } from '../../../src/receiver/sink.ts';
import { PACK } from '../../../src/store/pack.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Span } from '../../../src/trace/span.ts';

/** How an attribute is printed, or `undefined` where it is left out. */
export type PrintAttribute = (key: string, text: string) => string | undefined;

/** Spanline's receiver on a free port with its store. */
export interface Receiving {
  readonly endpoint: string;
  /** All spans that are stored. */
  readonly spans: () => Promise<Span[]>;
  /** Every request that was refused, as a sentence. */
  readonly refused: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts a receiver whose store is in the folder `data`. */
export async function receive(data: string): Promise<Receiving> {
  mkdirSync(data, { recursive: true });
  const store = openStore({ data });
  const refused: string[] = [];
  const receiver = await openReceiver({
    httpPort: 0,
    grpcPort: 0,
    sink: {
      traces: async (request) => {
        await store.ingestSpans(PACK.traces(request).packs);
        return NONE_REJECTED;
      },
      logs: async (request) => {
        await store.ingestLogs(PACK.logs(request).packs);
        return NONE_REJECTED;
      },
      metrics: () => Promise.resolve(NONE_REJECTED),
    },
    onRefused: (sentence) => refused.push(sentence),
  });
  return {
    endpoint: `http://127.0.0.1:${receiver.http.port}`,
    refused,
    spans: async () => {
      const traces = await store.reader.newest(10_000);
      return traces.flatMap(({ traceId }) => store.reader.chunksOf(traceId).flatMap(decodeSpans));
    },
    close: async () => {
      await receiver.close();
      store.close();
    },
  };
}

/** Attributes that differ from run to run or with every line that is added above. */
const VOLATILE =
  /^(?:thread\.|process\.|code\.(?:lineno|line\.|column|filepath|file\.)|exception\.stacktrace)|\.port$/;

/**
 * One span a line below its parent, of all traces:
 * `name KIND [service] ERROR message {key=value, …} [events name, …] [links to …] [exceptions n]`, without what is not
 * there; the service where there are several. Siblings come in the order of their lines, since some run side by side.
 */
export function treeOf(spans: readonly Span[], print: PrintAttribute = (_key, text) => text): string {
  const known = new Map(spans.map((span) => [keyOf(span), span]));
  const severalServices = new Set(spans.map(({ service }) => service)).size > 1;
  const children = Map.groupBy(spans, (span) => {
    const parent = `${span.traceId} ${span.parentSpanId}`;
    return known.has(parent) ? parent : '';
  });
  const below = (parent: string, indent: string): string[] =>
    (children.get(parent) ?? [])
      .map((span) => {
        const isOrphan = parent === '' && span.parentSpanId !== '';
        const line = `${isOrphan ? '(parent missing) ' : ''}${lineOf(span, known, severalServices, print)}`;
        return [`${indent}${line}`, ...below(keyOf(span), `${indent}  `)].join('\n');
      })
      .sort();
  return below('', '').join('\n');
}

const keyOf = ({ traceId, spanId }: Pick<Span, 'traceId' | 'spanId'>): string => `${traceId} ${spanId}`;

function lineOf(
  span: Span,
  known: ReadonlyMap<string, Span>,
  showsService: boolean,
  print: PrintAttribute,
): string {
  const attributes = Object.entries(plainAttributes(span.attributes))
    .filter(([key]) => !VOLATILE.test(key))
    .map(([key, value]) => [key, print(key, typeof value === 'string' ? value : JSON.stringify(value))])
    .filter(([, text]) => text !== undefined)
    .map(([key, text]) => `${key}=${text}`)
    .sort();
  const links = span.links.map((link) => known.get(keyOf(link))?.name ?? '(missing)').sort();
  const exceptions = span.events.filter(({ name }) => name === 'exception').length;
  const events = span.events.filter(({ name }) => name !== 'exception').map(({ name }) => name);
  return [
    span.name,
    span.kind,
    ...(showsService ? [`[${span.service}]`] : []),
    ...(span.status === 'UNSET' ? [] : [`${span.status} ${span.statusMessage}`.trim()]),
    ...(attributes.length > 0 ? [`{${attributes.join(', ')}}`] : []),
    ...(events.length > 0 ? [`[events ${events.join(', ')}]`] : []),
    ...(links.length > 0 ? [`[links to ${links.join(', ')}]`] : []),
    ...(exceptions > 0 ? [`[exceptions ${exceptions}]`] : []),
  ].join(' ');
}
