/** Stands in the template where each batch writes a value of its own. */
export const ORDER = 'order-none-here';

const ids = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } });

/** What the spans of a shop look like: each kind has a name, a wire kind and ten attributes. */
const KINDS = [
  {
    name: 'GET /orders/{id}',
    kind: 2,
    attributes: [
      text('http.request.method', 'GET'),
      text('http.route', '/orders/{id}'),
      text('url.path', '/orders/48151623'),
      text('url.scheme', 'http'),
      int('http.response.status_code', 200),
      text('server.address', 'orders.shop.test'),
      int('server.port', 8080),
      text('user_agent.original', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/143.0'),
      text('network.protocol.version', '1.1'),
    ],
  },
  {
    name: 'SELECT orders',
    kind: 3,
    attributes: [
      text('db.system.name', 'postgresql'),
      text('db.namespace', 'shop'),
      text('db.collection.name', 'orders'),
      text('db.operation.name', 'SELECT'),
      text('db.query.text', 'SELECT id, customer, total FROM orders WHERE id = $1 AND deleted IS NULL'),
      text('server.address', 'db.shop.test'),
      int('server.port', 5432),
      int('db.response.returned_rows', 1),
      { key: 'db.pooled', value: { boolValue: true } },
    ],
  },
  {
    name: 'POST',
    kind: 3,
    attributes: [
      text('http.request.method', 'POST'),
      text('url.full', 'http://payment.shop.test:8080/charges?currency=EUR'),
      int('http.response.status_code', 201),
      text('server.address', 'payment.shop.test'),
      int('server.port', 8080),
      int('http.request.body.size', 512),
      int('http.request.resend_count', 0),
      text('network.protocol.name', 'http'),
      text('network.protocol.version', '1.1'),
    ],
  },
  {
    name: 'price basket',
    kind: 1,
    attributes: [
      text('code.function.name', 'shop.pricing.price_basket'),
      text('code.file.path', '/srv/shop/pricing.py'),
      int('code.line.number', 117),
      int('thread.id', 140_201),
      text('thread.name', 'worker-3'),
      int('basket.items', 4),
      text('basket.currency', 'EUR'),
      { key: 'basket.total', value: { doubleValue: 129.95 } },
      { key: 'basket.discounted', value: { boolValue: false } },
    ],
  },
];
/** Stands there in every other span; its last digits differ. */
export const CUSTOMER = 'customer-000000';
const ERROR_EVERY = 97;
/** Requests that a service works on at a time: their spans come interleaved. */
const CONCURRENT = 6;

/**
 * One export request (OTLP/JSON) with a trace of each size. Ids count from 1; a trace's first span is its root, unless
 * `whole`: then its parent is the number after the last span.
 */
export function requestOf(sizes: readonly number[], whole: boolean): object {
  const spans: { at: number; span: object }[] = [];
  const last = sizes.reduce((sum, size) => sum + size, 0);
  for (const [trace, size] of sizes.entries()) {
    const first = spans.length + 1;
    for (let i = 0; i < size; i++) {
      const { name, kind, attributes } = KINDS[i === 0 ? 0 : 1 + (i % 3)]!;
      const parent = i > 0 ? first + ((i - 1) >> 2) : whole ? last + 1 : 0;
      const mark = trace === sizes.length - 1 && i === 0;
      const span = {
        traceId: ids(trace + 1, 32),
        spanId: ids(first + i, 16),
        ...(parent === 0 ? {} : { parentSpanId: ids(parent, 16) }),
        name,
        kind,
        startTimeUnixNano: '1',
        endTimeUnixNano: '2',
        attributes: [...attributes, text('app.customer', mark ? ORDER : CUSTOMER)],
        ...((first + i) % ERROR_EVERY === 0 ? { status: { code: 2, message: 'refused' } } : {}),
        flags: 257,
      };
      spans.push({ at: trace + (CONCURRENT * i) / size, span });
    }
  }
  const inOrder = spans.toSorted((a, b) => a.at - b.at).map(({ span }) => span);
  return {
    resourceSpans: [
      {
        resource: {
          attributes: [
            text('service.name', 'orders'),
            text('service.version', '2.4.1'),
            text('service.instance.id', '0d5be3a2-7b51-4a1f-9a0e-0f2f2b1c9b6e'),
            text('telemetry.sdk.name', 'opentelemetry'),
            text('telemetry.sdk.language', 'python'),
            text('telemetry.sdk.version', '1.38.0'),
            text('process.runtime.name', 'cpython'),
            int('process.pid', 4242),
          ],
        },
        scopeSpans: [
          { scope: { name: 'opentelemetry.instrumentation.flask', version: '0.59b0' }, spans: inOrder },
        ],
      },
    ],
  };
}
