import type { LogRecord } from '../trace/span.ts';
import { attributesOf, idOf, numberOf, textOf, timeOf } from './decodeSpans.ts';
import { Items } from './items.ts';
import { serviceOf } from './resource.ts';
import { toJson } from './toJson.ts';
import type { AnyValue } from './value.ts';

/** Every log record of a chunk. Its time is that of the event, or where that is unknown, of its observation. */
export function decodeLogs(chunk: Uint8Array): LogRecord[] {
  const items = new Items(chunk);
  const records: LogRecord[] = [];
  while (items.next()) {
    const json = toJson(chunk, 'LogRecord', items.start, items.end);
    const time = timeOf(json['timeUnixNano']);
    records.push({
      timeUnixNano: time === '0' ? timeOf(json['observedTimeUnixNano']) : time,
      severityNumber: numberOf(json['severityNumber']),
      severityText: textOf(json['severityText']),
      eventName: textOf(json['eventName']),
      body: (json['body'] ?? {}) as AnyValue,
      attributes: attributesOf(json),
      traceId: idOf(json['traceId']),
      spanId: idOf(json['spanId']),
      service: serviceOf(chunk, items.resource),
    });
  }
  return records;
}
