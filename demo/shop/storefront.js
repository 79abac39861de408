// What customers talk to: it shows the products and takes orders.
const { serve, post } = require('./web');
const { at } = require('./ports');

serve('storefront', (app) => {
  app.get('/products/:sku', async (request, response) => {
    const stock = await fetch(at('inventory', `/stock/${request.params.sku}`));
    response.json({ sku: request.params.sku, inStock: (await stock.json()).count });
  });

  app.post('/checkout', async (request, response) => {
    const order = await post(at('orders', '/orders'), request.body);
    response.status(201).json(order);
  });
});
