import { expect, test } from 'vitest';
import { folderWith, indexOf, places, span } from './workspace.ts';

const python = (name: string) =>
  `from opentelemetry import trace\ntracer = trace.get_tracer(__name__)\nwith tracer.start_as_current_span(${name}):\n    pass\n`;
const folder = await folderWith({
  'shop/orders.py': python('"save"'),
  'shop/users/__init__.py': python('"save"'),
  'shop/cart.py': python('f"price {cart.id}"') + 'with tracer.start_span("%s %s" % (a, b)): pass\n',
  'web/pay.ts': [
    "import { trace } from '@opentelemetry/api';",
    "const tracer = trace.getTracer('shop-pay', '1.0');",
    "tracer.startActiveSpan('save', (span) => span.end());",
    'tracer.startActiveSpan(`pay ${id}`, (span) => span.end());',
    "tracer.startActiveSpan('pay later', (span) => span.end());",
    'class Till { count() {} }',
    'function close() {}',
  ].join('\n'),
});
const index = await indexOf(folder);

test('the one call of that name', () => {
  expect(places([span({ name: 'pay later' })], index)).toEqual(['web/pay.ts:5 0.88']);
});

test('a literal name is better than a pattern, a pattern with more text than one with less', () => {
  expect(places([span({ name: 'pay now' })], index)).toEqual(['web/pay.ts:4 0.75']);
  expect(places([span({ name: 'price 7' })], index)).toEqual(['shop/cart.py:3 0.75']);
});

test('several calls of that name share the doubt', () => {
  expect(places([span({ name: 'save' })], index)).toEqual([
    'shop/orders.py:3 0.45',
    'shop/users/__init__.py:3 0.45',
    'web/pay.ts:3 0.45',
  ]);
});

test('the scope tells them apart: a Python module’s own, a package’s, a literal one', () => {
  expect(places([span({ name: 'save', scope: 'shop.orders' })], index)[0]).toBe('shop/orders.py:3 0.88');
  expect(places([span({ name: 'save', scope: 'shop.users' })], index)[0]).toBe(
    'shop/users/__init__.py:3 0.88',
  );
  expect(places([span({ name: 'save', scope: 'shop-pay' })], index)[0]).toBe('web/pay.ts:3 0.88');
});

test('the SDK’s language leaves the other language out', () => {
  expect(places([span({ name: 'save', language: 'nodejs' })], index)).toEqual(['web/pay.ts:3 0.88']);
});

test('a wrapper names its spans after the function', () => {
  expect(places([span({ name: 'Till.count' })], index)).toEqual(['web/pay.ts:6 0.60']);
  expect(places([span({ name: 'close' })], index)).toEqual(['web/pay.ts:7 0.45']);
});

test('a library’s span is not the call of that name', () => {
  expect(places([span({ name: 'save', scope: '@opentelemetry/instrumentation-pg' })], index)).toEqual([]);
});
