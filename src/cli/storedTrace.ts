import { hexId } from '../trace/hexId.ts';
import { decodeSpans } from '../otlp/decodeSpans.ts';
import { openReader, type TraceReader } from '../store/reader.ts';
import type { TraceColumns } from '../trace/columns.ts';
import type { Span } from '../trace/span.ts';
import { CliError } from './command.ts';
import { withStored } from './stored.ts';

/**
 * The one argument of a command that is about a trace, as it was typed.
 * @throws CliError when there is none, or more.
 */
export function traceIdIn(positionals: readonly string[], command: string): string {
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) {
    throw new CliError(`"spanline ${command}" takes one trace id: "spanline traces" lists them.`);
  }
  return id;
}

/**
 * Opens a data folder for `use` of one of its traces, and closes it after. The id may be in either case.
 * @throws CliError when the trace is not there.
 */
export function withStoredTrace(
  data: string,
  id: string,
  use: (reader: TraceReader, traceId: string) => void | Promise<void>,
): Promise<void> {
  const traceId = id.toLowerCase();
  return withStored(data, openReader, (reader) => {
    if (!reader.summary(traceId)) {
      throw new CliError(`There is no trace ${id} in ${data}: "spanline traces" lists those that are there.`);
    }
    return use(reader, traceId);
  });
}

/** The spans of a stored trace, whole, one for each row of its columns; of a span that came twice, the first copy. */
export function spansOf(reader: TraceReader, { traceId, spanId }: TraceColumns): Span[] {
  const byId = new Map<string, Span>();
  for (const span of reader.chunksOf(traceId).flatMap(decodeSpans)) {
    if (!byId.has(span.spanId)) byId.set(span.spanId, span);
  }
  return Array.from(spanId, (id) => byId.get(hexId(id))!);
}
