const { trace } = require('@opentelemetry/api');

const tracer = trace.getTracer('cart');

function checkout(cart) {
  return tracer.startActiveSpan('checkout', (span) => {
    const total = priceCart(cart);
    span.end();
    return total;
  });
}

async function priceCart(cart) {
  const prices = await cart.prices();
  return prices.reduce((sum, price) => sum + price, 0);
}

module.exports = { checkout, priceCart };
