import { openReader } from '../store/reader.ts';
import { formatDuration } from '../trace/formatDuration.ts';
import type { TraceSummary } from '../trace/summary.ts';
import { parseCommand } from './arguments.ts';
import type { Command } from './command.ts';
import { dataOf, expectNoArguments, wholeNumber } from './options.ts';
import { withStored } from './stored.ts';
import { clean, table } from './text.ts';

const usage = '[--query QUERY] [--limit 20] [--json] [--data DIR]';

export const traces: Command = {
  name: 'traces',
  usage,
  summary:
    "Lists traces, newest first; with a query, those that TraceQL finds ('{ status = error }'), or words that occur.",
  async run(argv) {
    const { values, positionals } = parseCommand(argv, `traces ${usage}`, {
      query: { type: 'string', default: '' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
    });
    expectNoArguments(positionals);
    const limit = wholeNumber('limit', values.limit, 1, 1_000_000);
    await withStored(dataOf(values.data), openReader, async (reader) => {
      const found = await reader.newest(limit, values.query);
      process.stdout.write(values.json ? `${JSON.stringify(found)}\n` : listed(found));
    });
    return 0;
  },
};

function listed(found: readonly TraceSummary[]): string {
  if (found.length === 0) return 'No traces.\n';
  const rows = found.map((trace) => [
    trace.traceId,
    timeOf(trace.startUnixNano),
    formatDuration(BigInt(trace.durationNano)),
    `${trace.spans} ${trace.spans === 1 ? 'span' : 'spans'}`,
    trace.errors === 0 ? '' : `✗ ${trace.errors}`,
    clean(trace.rootService),
    clean(trace.rootName),
    trace.pinned ? 'pinned' : '',
  ]);
  return table(rows, [2, 3]);
}

/** Local time, to the second. */
function timeOf(unixNano: string): string {
  const date = new Date(Number(BigInt(unixNano) / 1_000_000n));
  return unixNano === '0' ? 'at no known time' : date.toLocaleString('sv-SE');
}
