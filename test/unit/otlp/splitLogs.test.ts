import { expect, it } from 'vitest';
import { decodeLogs } from '../../../src/otlp/decodeLogs.ts';
import { fromJson } from '../../../src/otlp/fromJson.ts';
import { splitLogs } from '../../../src/otlp/splitLogs.ts';
import { TRACE_A, TRACE_B, bytesOf, int, resource } from './sample.ts';

it('splits log records by trace, with those of no trace under the empty id', () => {
  const record = (body: string, more: object = {}): object => ({ body: { stringValue: body }, ...more });
  const spanId = '000000000000000a';
  const logRecords = [
    record('a', {
      traceId: TRACE_A,
      spanId,
      timeUnixNano: '5',
      observedTimeUnixNano: '6',
      severityNumber: 9,
    }),
    record('none', { observedTimeUnixNano: '7', attributes: [int('n', 1)] }),
    record('b', { traceId: TRACE_B, spanId, eventName: 'e', severityText: 'warn' }),
    record('short id', { traceId: 'abcd' }),
  ];
  const json = { resourceLogs: [{ resource: resource('shop'), scopeLogs: [{ logRecords }] }] };
  const split = splitLogs(fromJson(JSON.stringify(json), 'ExportLogsServiceRequest'));
  const { chunks, rejected } = split;
  expect(rejected).toBe(0);
  expect(chunks.map(({ traceId, records }) => [traceId, records])).toEqual([
    [TRACE_A, 1],
    ['', 2],
    [TRACE_B, 1],
  ]);
  const [a, none, b] = bytesOf(split).map(decodeLogs);
  expect(a).toEqual([
    {
      timeUnixNano: '5',
      severityNumber: 9,
      severityText: '',
      eventName: '',
      body: { stringValue: 'a' },
      attributes: [],
      traceId: TRACE_A,
      spanId,
      service: 'shop',
    },
  ]);
  expect(none).toMatchObject([
    { timeUnixNano: '7', traceId: '', spanId: '', attributes: [{ key: 'n', value: { intValue: '1' } }] },
    { body: { stringValue: 'short id' } },
  ]);
  expect(b).toMatchObject([{ eventName: 'e', severityText: 'warn', timeUnixNano: '0' }]);
});
