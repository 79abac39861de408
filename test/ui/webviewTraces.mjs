// Traces for the page test: one as a small shop makes it, with everything odd that a span can have, and a huge one.
import { Mark } from '../../src/trace/columns.ts';

const ORIGIN = 1_790_000_000_123_456_789n;
const KINDS = { INTERNAL: 1, SERVER: 2, CLIENT: 3, PRODUCER: 4, CONSUMER: 5 };
const SERVICES = ['gateway', 'orders', 'inventory', 'payments', 'mailer'];

/** Columns of `spans`: { depth, name, service, start (ns from the origin), duration, kind?, status?, marks?, hint? } in tree order. */
export function columnsOf(traceId, spans) {
  const strings = [''];
  const places = new Map([['', 0]]);
  const intern = (text) => {
    if (!places.has(text)) places.set(text, strings.push(text) - 1);
    return places.get(text);
  };
  const count = spans.length;
  const columns = {
    traceId,
    count,
    strings,
    spanId: new BigUint64Array(count),
    start: new BigUint64Array(count),
    end: new BigUint64Array(count),
    parent: new Int32Array(count).fill(-1),
    depth: new Uint32Array(count),
    subtreeEnd: new Uint32Array(count).fill(count),
    name: new Uint32Array(count),
    service: new Uint32Array(count),
    hint: new Uint32Array(count),
    kind: new Uint8Array(count),
    status: new Uint8Array(count),
    marks: new Uint16Array(count),
  };
  const path = [];
  spans.forEach((span, row) => {
    while (path.length > span.depth) columns.subtreeEnd[path.pop()] = row;
    columns.parent[row] = path.at(-1) ?? -1;
    path.push(row);
    columns.spanId[row] = span.id ?? BigInt(row + 1);
    columns.start[row] = ORIGIN + BigInt(span.start);
    columns.end[row] = columns.start[row] + BigInt(span.duration);
    columns.depth[row] = span.depth;
    columns.name[row] = intern(span.name);
    columns.service[row] = intern(span.service);
    columns.hint[row] = intern(span.hint ?? '');
    columns.kind[row] = KINDS[span.kind ?? 'INTERNAL'];
    columns.status[row] = span.status ?? 0;
    columns.marks[row] = span.marks ?? 0;
  });
  return columns;
}

const ms = (value) => Math.round(value * 1e6);

function span(depth, service, name, start, duration, more = {}) {
  return { depth, service, name, start: ms(start), duration: ms(duration), ...more };
}

/** An order that fails at the payment. */
export const SHOP = columnsOf('5b8efff798038103d269b633813fc60c', [
  span(0, 'gateway', 'POST /orders', 0, 214.301221, { kind: 'SERVER', status: 2, hint: '500' }),
  span(1, 'gateway', 'POST', 2.1, 209.8, { kind: 'CLIENT', status: 2, hint: 'orders:8081' }),
  span(2, 'orders', 'POST /orders', 6, 204.0, { kind: 'SERVER', status: 2, hint: '500' }),
  span(3, 'orders', 'process_order', 7.2, 200.4, {
    status: 2,
    hint: '8812',
    marks: Mark.HasEvents | Mark.HasLogs,
  }),
  span(4, 'orders', 'SELECT customers', 8.0, 3.2, { kind: 'CLIENT', hint: 'customers' }),
  span(4, 'orders', 'GET', 12.4, 84.0, { kind: 'CLIENT', hint: 'inventory:8082' }),
  span(5, 'inventory', 'GET /items/{id}', 15.0, 78.6, { kind: 'SERVER', hint: '200' }),
  ...Array.from({ length: 8 }, (_, i) =>
    span(6, 'inventory', 'SELECT items', 16 + i * 9.4, 6.1 + (i % 3), { kind: 'CLIENT', hint: 'items' }),
  ),
  span(4, 'orders', 'POST', 104.2, 88.4, { kind: 'CLIENT', status: 2, hint: 'payments:8083' }),
  span(5, 'payments', 'POST /process', 112.7, 79.6, {
    kind: 'SERVER',
    status: 2,
    hint: '500',
    marks: Mark.RemoteParent,
  }),
  span(6, 'payments', 'handle_payment', 113.9, 76.8, {
    status: 2,
    marks: Mark.HasException | Mark.HasEvents,
  }),
  span(7, 'payments', 'validate card number and expiry date against the rules of the issuer', 114.0, 0.0451),
  span(7, 'payments', 'card.authorize', 116.1, 72.0, {
    kind: 'CLIENT',
    status: 2,
    marks: Mark.HasException | Mark.HasEvents,
  }),
  span(4, 'orders', 'orders publish', 195.0, 4.1, { kind: 'PRODUCER', hint: 'orders.failed' }),
  span(1, 'gateway', 'write access log', 212.9, 0.000812, { marks: Mark.EndBeforeStart }),
  span(0, 'mailer', 'orders process', 199.9, 12.6, {
    kind: 'CONSUMER',
    hint: 'orders.failed',
    marks: Mark.HasLinks | Mark.Orphan,
  }),
]);

/** A trace of `count` spans: requests of eleven spans each under one root. */
export function hugeTrace(count) {
  const spans = [{ depth: 0, service: 'loadtest', name: 'run', start: 0, duration: count * 11_000 }];
  for (let i = 1; i < count; i++) {
    const within = (i - 1) % 11;
    const start = (i - within) * 11_000 + within * 9_000;
    spans.push({
      depth: within === 0 ? 1 : 2 + (within % 2),
      service: SERVICES[(i - within) % 5],
      name: within === 0 ? `GET /page/${(i - 1) / 11}` : `step ${within}`,
      start,
      duration: within === 0 ? 110_000 : 8_000 + within * 100,
      status: i % 97 === 0 ? 2 : 0,
    });
    // A row at depth 3 needs one at depth 2 before it.
    if (within === 1) spans[i].depth = 2;
  }
  return columnsOf('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', spans);
}

/** The summary of a trace for the list. */
export function summaryOf(columns, change = {}) {
  let end = 0n;
  for (const time of columns.end) if (time > end) end = time;
  return {
    traceId: columns.traceId,
    rootName: columns.strings[columns.name[0]],
    rootService: columns.strings[columns.service[0]],
    services: [...new Set([...columns.service].map((index) => columns.strings[index]))].sort(),
    startUnixNano: String(columns.start[0]),
    durationNano: String(end - columns.start[0]),
    spans: columns.count,
    errors: columns.status.reduce((sum, status) => sum + (status === 2 ? 1 : 0), 0),
    ...change,
  };
}

/** A list as an afternoon of work leaves it: `count` traces, the newest first, ending at `nowMs`. */
export function listOf(count, nowMs) {
  const kinds = [
    ['GET /orders/{id}', ['gateway', 'orders'], 18.2, 9, 0],
    ['POST /orders', ['gateway', 'inventory', 'orders', 'payments'], 96.0, 29, 0],
    ['GET /health', ['gateway'], 0.812, 1, 0],
    ['POST /orders', ['gateway', 'inventory', 'mailer', 'orders', 'payments'], 101.7, 31, 2],
    ['nightly-report', ['orders'], 834.1, 1212, 0],
    ['GET /orders/{id}', ['gateway', 'orders'], 22.9, 9, 1],
  ];
  return Array.from({ length: count }, (_, i) => {
    const [rootName, services, duration, spans, errors] = kinds[i % kinds.length];
    return {
      traceId: (i + 1).toString(16).padStart(32, '0'),
      rootName,
      rootService: services[0],
      services,
      startUnixNano: String(BigInt(nowMs) * 1_000_000n - BigInt(ms(i * i * 1700 + 2000))),
      durationNano: String(ms(duration * (1 + (i % 7) / 20))),
      spans,
      errors,
    };
  });
}

const text = (key, stringValue) => ({ key, value: { stringValue } });

/** The detail of one span of `columns`, as the server would answer. */
export function detailOf(columns, row, change = {}) {
  const hex = (id) => id.toString(16).padStart(16, '0');
  const error = columns.status[row] === 2;
  const start = columns.start[row];
  const stack = [
    'CardDeclined: issuer said no',
    '    at authorize (/srv/shop/payments/card.ts:88:11)',
    '    at async handlePayment (/srv/shop/payments/app.ts:41:18)',
    '    at async Layer.handle [as handle_request] (/srv/shop/node_modules/express/lib/router/layer.js:95:5)',
  ].join('\n');
  const exception = {
    name: 'exception',
    timeUnixNano: String(start + 71_200_000n),
    attributes: [
      text('exception.type', 'CardDeclined'),
      text('exception.message', 'issuer said no'),
      text('exception.stacktrace', stack),
    ],
    droppedAttributesCount: 0,
  };
  return {
    span: {
      traceId: columns.traceId,
      spanId: hex(columns.spanId[row]),
      parentSpanId: columns.parent[row] < 0 ? '' : hex(columns.spanId[columns.parent[row]]),
      traceState: '',
      flags: 1,
      name: columns.strings[columns.name[row]],
      kind: ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'][columns.kind[row]],
      startUnixNano: String(start),
      endUnixNano: String(columns.end[row]),
      status: error ? 'ERROR' : 'UNSET',
      statusMessage: error ? 'issuer said no' : '',
      attributes: [
        text('http.request.method', 'POST'),
        text('http.route', '/process'),
        { key: 'http.response.status_code', value: { intValue: '500' } },
        { key: 'payment.amount', value: { doubleValue: 42.5 } },
        { key: 'order.id', value: { intValue: '9007199254740993' } },
        {
          key: 'order.items',
          value: { arrayValue: { values: [{ stringValue: 'mug' }, { intValue: '2' }] } },
        },
        text(
          'db.query.text',
          `SELECT ${'c.id, c.name, c.address, '.repeat(14)} FROM customers c WHERE c.id = $1`,
        ),
      ],
      events: error ? [exception] : [],
      links: [],
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      service: columns.strings[columns.service[row]],
      resource: [
        text('service.name', columns.strings[columns.service[row]]),
        text('telemetry.sdk.language', 'nodejs'),
      ],
      scope: { name: '@opentelemetry/instrumentation-http', version: '0.223.1', attributes: [] },
      ...change,
    },
    logs: error
      ? [
          {
            timeUnixNano: String(start + 70_000_000n),
            severityNumber: 17,
            severityText: 'ERROR',
            eventName: '',
            body: { stringValue: 'payment of order 8812 was declined' },
            attributes: [],
            traceId: columns.traceId,
            spanId: hex(columns.spanId[row]),
            service: columns.strings[columns.service[row]],
          },
        ]
      : [],
  };
}
