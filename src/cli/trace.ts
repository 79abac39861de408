import { toJson } from '../otlp/toJson.ts';
import { traceColumns } from '../server/answers.ts';
import type { TraceReader } from '../store/reader.ts';
import type { Span } from '../trace/span.ts';
import { parseCommand } from './arguments.ts';
import { CliError, type Command } from './command.ts';
import { dataOf } from './options.ts';
import { plainAttributes } from './plainValue.ts';
import { spansOf, traceIdIn, withStoredTrace } from './storedTrace.ts';
import { waterfall } from './waterfall.ts';

type Format = (reader: TraceReader, traceId: string) => string;

const FORMATS: Readonly<Record<string, Format>> = {
  tree: (reader, traceId) =>
    waterfall(traceColumns(reader, traceId)!, {
      width: process.stdout.columns || 120,
      colours: process.stdout.isTTY && process.stdout.hasColors(),
    }),
  json: (reader, traceId) =>
    `${JSON.stringify({ traceId, spans: spansOf(reader, traceColumns(reader, traceId)!).map(contractOf) })}\n`,
  // Protobuf requests laid end to end are one request that holds them all.
  otlp: (reader, traceId) =>
    `${JSON.stringify(toJson(Buffer.concat(reader.chunksOf(traceId)), 'ExportTraceServiceRequest'))}\n`,
};

const usage = 'TRACE_ID [--format tree|json|otlp] [--data DIR]';

export const trace: Command = {
  name: 'trace',
  usage,
  summary: 'Prints one trace: as a waterfall, as spans in tree order, or as everything that was received.',
  async run(argv) {
    const { values, positionals } = parseCommand(argv, `trace ${usage}`, {
      format: { type: 'string', default: 'tree' },
      data: { type: 'string' },
    });
    const id = traceIdIn(positionals, 'trace');
    const format = Object.hasOwn(FORMATS, values.format) ? FORMATS[values.format] : undefined;
    if (!format) throw new CliError(`--format takes tree, json or otlp, not "${values.format}".`);
    await withStoredTrace(dataOf(values.data), id, (reader, traceId) => {
      process.stdout.write(format(reader, traceId));
    });
    return 0;
  },
};

function contractOf(span: Span) {
  const { spanId, parentSpanId, name, service, kind, startUnixNano, endUnixNano, status } = span;
  const attributes = plainAttributes(span.attributes);
  return { spanId, parentSpanId, name, service, kind, startUnixNano, endUnixNano, status, attributes };
}
