import { describe, expect, inject, it } from 'vitest';
import type { Span } from '../../../src/trace/span.ts';
import { expectSameButTraced } from './program.ts';

/** The ids in a line of a log: in text, at its end, and in JSON. */
const IDS = [
  /\[trace_id=(?<trace>\S+) span_id=(?<span>\S+)\] /,
  / \[trace_id=(?<trace>\S+) span_id=(?<span>\S+)\](?=$)/,
  /(?<=\{)"trace_id": ?"(?<trace>\w+)", ?"span_id": ?"(?<span>\w+)", ?/,
  /, ?"trace_id": ?"(?<trace>\w+)", ?"span_id": ?"(?<span>\w+)"/,
  /, ?"span_id": ?"(?<span>\w+)", ?"trace_id": ?"(?<trace>\w+)"/,
  / +span_id=(?<span>\w+) +trace_id=(?<trace>\w+)/,
];

/** What stands for the ids where there is no span. */
const NONE = /^(?:-|0+)$/;

/**
 * Runs a program before and after: each line of its log, which names the span that it is written in, must have the ids
 * of a span of that name, and be what it was without them.
 */
function testLog(program: string, { lines }: { lines: number }): void {
  const isSkipped = program.endsWith('.py') && !inject('python');
  it(program, { concurrent: true, skip: isSkipped }, async ({ expect: expectHere }) => {
    let correlated = 0;
    const output = (stdout: string, spans: readonly Span[]): string =>
      stdout.replace(/^.*$/gm, (line) => {
        const match = IDS.map((pattern) => pattern.exec(line)).find((found) => found !== null);
        if (!match) return line.trimEnd();
        const { trace, span } = match.groups as { trace: string; span: string };
        const inSpan = spans.find((one) => one.spanId === span && one.traceId === trace);
        const isRight = inSpan ? line.includes(`in ${inSpan.name}`) : NONE.test(trace) && NONE.test(span);
        if (!isRight) return `${line} (these are not the ids of its span)`;
        if (inSpan) correlated++;
        return (line.slice(0, match.index) + line.slice(match.index + match[0].length)).trimEnd();
      });
    // Lines of code in a stack trace move.
    const normalise = (text: string): string => text.replace(/, line \d+/g, '');
    await expectSameButTraced(program, { output, normalise }, expectHere);
    expect(correlated).toBe(lines);
  });
}

describe('a log with the ids of trace and span says what it said', () => {
  testLog('log/standard.py', { lines: 6 });
  testLog('log/events.py', { lines: 4 });
  testLog('log/sinks.py', { lines: 5 });
  testLog('log/lines.mjs', { lines: 5 });
  testLog('log/transports.cjs', { lines: 4 });
  testLog('log/console.ts', { lines: 2 });
});
