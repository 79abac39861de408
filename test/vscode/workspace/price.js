const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('price');

/** Prices in `$`: `\${1:no placeholder}` and } stay as they are. */
function discount(cart) {
  const text = `\${1:} $0 ${cart.name} \\`;
  return text.length;
}

function list(carts) {
  return tracer.startActiveSpan('list', (span) => {
    span.end();
    return carts;
  });
}

module.exports = { discount, list };
