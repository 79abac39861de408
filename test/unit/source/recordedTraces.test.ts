import path from 'node:path';
import { expect, test } from 'vitest';
import { chainOf, fixtures, indexOf, places, recorded } from './workspace.ts';

/** Each span's best place, by name; what the SDKs recorded ran in `/app`, as in a container. */
async function bestPlaces(shop: string): Promise<Record<string, string>> {
  const index = await indexOf(path.join(fixtures, shop));
  const spans = recorded(shop);
  return Object.fromEntries(
    spans.map((span) => [`${span.kind} ${span.name}`, places(chainOf(span, spans), index)[0] ?? 'nowhere']),
  );
}

test('every span of the Flask shop leads to its line', async () => {
  expect(await bestPlaces('flask-shop')).toEqual({
    'SERVER GET /orders/<int:order_id>': 'shop/orders.py:9 0.90',
    'SERVER GET /health': 'shop/health.py:1 0.90',
    // Its handler; the line that raised, in another file, comes second.
    'SERVER POST /orders/<int:order_id>/pay': 'shop/orders.py:14 0.90',
    'INTERNAL cart.total': 'shop/cart.py:10 0.88',
    'INTERNAL price order 7': 'shop/cart.py:12 0.75',
    'INTERNAL price order 0': 'shop/cart.py:12 0.75',
    'INTERNAL pay': 'shop/cart.py:21 0.88',
  });
});

test('every span of the Express shop leads to its line', async () => {
  expect(await bestPlaces('express-shop')).toEqual({
    'SERVER GET /orders/:id': 'src/orders.js:6 0.89',
    'SERVER GET /admin/stock/:sku': 'src/server.js:8 0.90',
    'SERVER GET /health': 'src/server.js:15 0.90',
    'INTERNAL request handler': 'src/server.js:15 0.90',
    'INTERNAL middleware - requireUser': 'src/users.js:1 0.60',
    'INTERNAL router - /:id': 'src/orders.js:6 0.30',
    'INTERNAL router - /stock/:sku': 'src/server.js:8 0.30',
    'INTERNAL price order': 'src/pricing.js:7 0.88',
    'INTERNAL discount for 7': 'src/pricing.js:21 0.75',
    'INTERNAL discount for 777': 'src/pricing.js:21 0.75',
    'CLIENT GET': 'nowhere',
  });
});
