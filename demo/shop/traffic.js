// The customers: one request a second, the same round again and again. Two are slow, one fails.
const { at } = require('./ports');

const cart = (customer, card, ...skus) => ({ customer, card, items: skus.map((sku) => ({ sku, count: 1 })) });
const checkout = (body) => () =>
  fetch(at('storefront', '/checkout'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const look = (sku) => () => fetch(at('storefront', `/products/${sku}`));

const round = [
  look('tea'),
  checkout(cart('ada', '4242424242424242', 'tea', 'mug')),
  look('kettle'),
  checkout(cart('linus', '4000000000000002', 'kettle')), // this card is declined
  look('honey'),
  checkout(cart('grace', '4242424242424242', 'tea', 'honey')), // pricing is slow for grace
  look('mug'),
  checkout(cart('barbara', '5555555555554444', 'tea', 'mug', 'kettle', 'honey', 'tea', 'mug', 'honey', 'tea')), // a large cart
];

let turn = 0;
setInterval(() => {
  // A service that is starting again misses a customer; the next one comes in a second.
  round[turn++ % round.length]().catch(() => {});
}, 1_000);

// No shop, no customers.
process.once('disconnect', () => process.exit());
