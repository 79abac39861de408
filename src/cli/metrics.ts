import type { MetricPoint, MetricSeries } from '../otlp/metric.ts';
import { openMetrics } from '../store/metrics.ts';
import { parseCommand } from './arguments.ts';
import type { Command } from './command.ts';
import { dataOf, expectNoArguments } from './options.ts';
import { plainAttributes } from './plainValue.ts';
import { withStored } from './stored.ts';
import { clean, table } from './text.ts';

const usage = '[--trace TRACE_ID] [--json] [--data DIR]';

export const metrics: Command = {
  name: 'metrics',
  usage,
  summary: 'Lists metrics with their last value; with a trace, those that have an exemplar in it.',
  async run(argv) {
    const { values, positionals } = parseCommand(argv, `metrics ${usage}`, {
      trace: { type: 'string' },
      json: { type: 'boolean', default: false },
      data: { type: 'string' },
    });
    expectNoArguments(positionals);
    await withStored(dataOf(values.data), openMetrics, (reader) => {
      const found = reader.list(values.trace?.toLowerCase());
      process.stdout.write(values.json ? `${JSON.stringify(found.map(contractOf))}\n` : listed(found));
    });
    return 0;
  },
};

/** The series with plain attributes and its last value; the points as OTLP/JSON has them. */
function contractOf({ points, attributes, ...series }: MetricSeries) {
  return { ...series, attributes: plainAttributes(attributes), lastValue: lastValue(points), points };
}

/** That of a number; of the others the sum, or where none is told, the count. Null where nothing was recorded. */
function lastValue(points: readonly MetricPoint[]): string | number | null {
  const last = points.at(-1)!;
  return last.asInt ?? last.asDouble ?? last.sum ?? last.count ?? null;
}

function listed(found: readonly MetricSeries[]): string {
  if (found.length === 0) return 'No metrics.\n';
  const rows = found.map(({ name, service, unit, attributes, points }) => [
    clean(service),
    clean(name),
    String(lastValue(points) ?? '-'),
    clean(unit),
    countOf(points),
    clean(Object.entries(plainAttributes(attributes)).map(wordsOf).join(' ')),
  ]);
  return table(rows, [2, 4]);
}

/** How many measurements are in the last value, where it sums several up. */
function countOf(points: readonly MetricPoint[]): string {
  const { count } = points.at(-1)!;
  const many = points.length === 1 ? '1 point' : `${points.length} points`;
  return count === undefined ? many : `n=${count}, ${many}`;
}

function wordsOf([key, value]: [string, unknown]): string {
  return `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
