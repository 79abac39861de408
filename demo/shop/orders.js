// Turns a cart into an order: prices it, reserves what is in it, and has it paid.
const { serve, post, sleep } = require('./web');
const { log } = require('./log');
const { at } = require('./ports');

const prices = { tea: 4.5, mug: 12, kettle: 49, honey: 7.25 };
let orders = 0;

serve('orders', (app) => {
  app.post('/orders', async (request, response) => {
    const cart = request.body;
    const total = await priceCart(cart);
    await reserveItems(cart);
    const receipt = await post(at('payments', '/charges'), { card: cart.card, amount: total });

    orders += 1;
    log('INFO', `order ${orders} of ${cart.customer} for ${total.toFixed(2)}`, { 'order.total': total });
    response.status(201).json({ order: orders, total, receipt: receipt.id });
  });
});

// Pricing takes its time, and no span shows it yet. Put the cursor on its name, press Ctrl+. (or Cmd+.) and choose
// "Wrap `priceCart` in a span". Save: the service starts again, and the next trace shows it.
async function priceCart(cart) {
  const discount = await memberDiscount(cart.customer);
  const sum = cart.items.reduce((total, item) => total + prices[item.sku] * item.count, 0);
  return Math.round(sum * (1 - discount) * 100) / 100;
}

/** Members get a tenth off. Looking one up is slow when the member has bought a lot. */
async function memberDiscount(customer) {
  await sleep(customer === 'grace' ? 180 : 25);
  return customer === 'ada' || customer === 'grace' ? 0.1 : 0;
}

/** One request for each item, one after the other: a large cart is slow. */
async function reserveItems(cart) {
  for (const item of cart.items) {
    await post(at('inventory', '/reservations'), item);
  }
}
