import { expect, test } from 'vitest';
import { locateSpan } from '../../../src/source/locate.ts';
import { folderWith, indexOf, places, span } from './workspace.ts';

const folder = await folderWith({
  'slow.js': 'tracer.startSpan(`slow ${a} slow ${b} slow ${c} slow ${d} end`);\n',
  'shop.js': "function pay() {\n  tracer.startActiveSpan('pay', (span) => {\n    charge();\n  });\n}\n",
});
const index = await indexOf(folder);
const query = span({ kind: 'CLIENT', name: 'SELECT', scope: '@opentelemetry/instrumentation-pg' });

test('a library’s span lies inside its nearest ancestor with a place, and says so', () => {
  const inner = span({ name: 'dns', scope: '@opentelemetry/instrumentation-dns' });
  const [place] = locateSpan([inner, query, span({ name: 'pay' })], index);
  expect(place).toMatchObject({ line: 2, confidence: 0.3 });
  expect(place?.reason).toBe('inside pay (this call creates spans of this name)');
});

test('the caller’s place is not claimed for a span of another program', () => {
  const server = span({ kind: 'SERVER', name: 'GET' });
  expect(places([server, span({ name: 'pay' })], index)).toEqual([]);
});

test('a line that is found twice is listed once, with both reasons', () => {
  const both = span({ name: 'pay', attributes: { 'code.file.path': '/app/shop.js', 'code.line.number': 2 } });
  expect(locateSpan([both], index).map(({ line, reason }) => ({ line, reason }))).toEqual([
    {
      line: 2,
      reason:
        'code.file.path and code.line.number, by the end of the path; this call creates spans of this name',
    },
  ]);
});

test('the line that raised comes after the call that made the span, and does not compete with it', () => {
  const thrown = span({
    name: 'pay',
    attributes: { 'exception.stacktrace': 'Error: no\n    at pay (/app/shop.js:3:5)\n' },
  });
  expect(places([thrown], index)).toEqual(['shop.js:2 0.88', 'shop.js:3 0.45']);
});

test('a name of a megabyte, made to keep patterns busy, ends at once and finds nothing', () => {
  expect(places([span({ name: 'slow '.repeat(200_000) })], index)).toEqual([]);
});
