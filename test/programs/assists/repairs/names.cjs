const { SpanKind, trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('names');

class Worker {
  constructor(name) {
    this.name = name;
  }

  async work(items) {
    // do: name.lowCardinality
    return tracer.startActiveSpan(
      `${this.constructor.name}.work ${items.length} of ${this.name}`,
      async (span) => {
        await null;
        span.end();
        return items.join('+');
      },
    );
  }
}

function call(method, orderId) {
  // do: name.lowCardinality
  const span = tracer.startSpan(method + ' /orders/' + orderId, { kind: SpanKind.CLIENT });
  // do: name.lowCardinality
  span.updateName(`${method} order ${orderId}, "again"`);
  span.end();
  return orderId;
}

let count = 0;
const next = () => ++count;

function once() {
  // do: name.lowCardinality
  tracer.startSpan(`once ${next()}`, { attributes: { a: 1 } }).end();
}

new Worker('anna').work([1, 2]).then((text) => {
  console.log(text, call('GET', 7), call('GET', undefined), call('PUT', Symbol.iterator.description));
  once();
  once();
  console.log(count);
});
