import path from 'node:path';
import { expect, test } from 'vitest';
import { placeOperations } from '../../../src/source/placeOperations.ts';
import { folderWith, indexOf, operation } from './workspace.ts';

const folder = await folderWith({
  'web.js': "app.get('/health', (req, res) => {\n});\n",
  'shop.py': [
    'from flask import Flask',
    'app = Flask(__name__)',
    '',
    '@app.route("/orders/<id>", methods=["GET", "PUT"])',
    'def order(id):',
    '    with tracer.start_as_current_span("load"): pass',
    '    with tracer.start_as_current_span("price"): pass',
    '',
    'def quiet(): pass',
    '',
    'tracer.start_span("at start")',
  ].join('\n'),
});
const index = await indexOf(folder);
const file = path.join(folder, 'shop.py');
const flask = {
  kind: 'SERVER',
  scope: 'opentelemetry.instrumentation.flask',
  route: '/orders/<id>',
} as const;

test('a function has the figures of its spans, from its decorators to its end', () => {
  const placed = placeOperations([operation({ name: 'load', count: 3, errors: 1 })], index);
  expect(placed.get(file)).toEqual([
    {
      name: 'order',
      line: 5,
      column: 5,
      headLine: 4,
      endLine: 7,
      count: 3,
      errors: 1,
      p50Nano: '1000000',
      p95Nano: '2000000',
      traceIds: ['0af7651916cd43dd8448eb211c80319c'],
      services: ['shop'],
    },
  ]);
});

test('two methods of one handler add up; the percentiles are those of the one with more spans', () => {
  const get = operation({
    ...flask,
    method: 'GET',
    count: 9,
    errors: 1,
    p50Nano: '5',
    p95Nano: '6',
    traceIds: ['a', 'b'],
  });
  const put = operation({
    ...flask,
    method: 'PUT',
    count: 1,
    errors: 1,
    p50Nano: '7',
    p95Nano: '8',
    traceIds: ['c', 'b'],
  });
  expect(placeOperations([put, get], index).get(file)).toMatchObject([
    { count: 10, errors: 2, p50Nano: '5', p95Nano: '6', traceIds: ['c', 'a', 'b'] },
  ]);
});

test('spans that stand in each other count once: those of the outer one', () => {
  const outer = operation({ ...flask, method: 'GET', p50Nano: '900' });
  const inner = [operation({ name: 'load', p50Nano: '100' }), operation({ name: 'price', p50Nano: '200' })];
  expect(placeOperations([...inner, outer], index).get(file)).toMatchObject([{ count: 10, p50Nano: '900' }]);
});

test('a handler without a name goes by its route', () => {
  const health = operation({ kind: 'SERVER', method: 'GET', route: '/health', language: 'nodejs' });
  expect(placeOperations([health], index).get(path.join(folder, 'web.js'))).toMatchObject([
    { name: 'GET /health', headLine: 1, endLine: 2 },
  ]);
});

test('spans outside every function, and those nobody knows, have no figures', () => {
  const placed = placeOperations([operation({ name: 'at start' }), operation({ name: 'unknown' })], index);
  expect(placed.size).toBe(0);
});

test('a recorded place follows its function when the file has changed', () => {
  const moved = operation({ codeFile: '/app/shop.py', codeLine: 1, codeFunction: 'order' });
  expect(placeOperations([moved], index).get(file)).toMatchObject([{ name: 'order' }]);
});
