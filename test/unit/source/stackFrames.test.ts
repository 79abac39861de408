import { expect, test } from 'vitest';
import { attribute, folderWith, indexOf, places, span } from './workspace.ts';

const folder = await folderWith({
  'src/pricing.js': 'function price() {\n  throw new Error();\n}\n',
  'src/index.js': 'function main() {}\n',
});
const index = await indexOf(folder);
const stack = 'Error: no\n    at lib (/opt/other/thing.js:3:1)\n    at price (/app/src/pricing.js:2:9)\n';

test('an exception event leads to its innermost frame in the workspace', () => {
  const event = {
    name: 'exception',
    timeUnixNano: '1',
    attributes: [attribute('exception.stacktrace', stack)],
    droppedAttributesCount: 0,
  };
  expect(places([span({ events: [event] })], index)).toEqual(['src/pricing.js:2 0.66']);
});

test('so does an exception in a log record of the span', () => {
  const { span: one } = span({});
  const log = {
    timeUnixNano: '1',
    severityNumber: 17,
    severityText: 'ERROR',
    eventName: '',
    body: {},
    attributes: [attribute('exception.type', 'Error'), attribute('exception.stacktrace', stack)],
    traceId: one.traceId,
    spanId: one.spanId,
    service: 'shop',
  };
  expect(places([{ span: one, logs: [log] }], index)).toEqual(['src/pricing.js:2 0.66']);
});

test('so do exception.stacktrace and code.stacktrace on the span', () => {
  expect(places([span({ attributes: { 'exception.stacktrace': stack } })], index)).toEqual([
    'src/pricing.js:2 0.66',
  ]);
  expect(places([span({ attributes: { 'code.stacktrace': stack } })], index)).toEqual([
    'src/pricing.js:2 0.90',
  ]);
});

test('a stack trace that is a list of messages, as Rust sends it, is no stack trace', () => {
  const { span: one } = span({});
  const list = { key: 'exception.stacktrace', value: { arrayValue: { values: [{ stringValue: stack }] } } };
  expect(places([{ span: { ...one, attributes: [list] }, logs: [] }], index)).toEqual([]);
});

test('a stranger’s index.js is not ours', () => {
  const text = 'Error: no\n    at other (/opt/other/lib/index.js:1:1)\n';
  expect(places([span({ attributes: { 'exception.stacktrace': text } })], index)).toEqual([]);
});
