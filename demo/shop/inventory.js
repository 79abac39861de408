// Knows what is on the shelf.
const { serve, sleep } = require('./web');

const stock = { tea: 120, mug: 40, kettle: 8, honey: 65 };

serve('inventory', (app) => {
  app.get('/stock/:sku', async (request, response) => {
    await sleep(3);
    response.json({ count: stock[request.params.sku] ?? 0 });
  });

  app.post('/reservations', async (request, response) => {
    const { sku, count } = request.body;
    await sleep(12);
    // The shelf is filled up again overnight; the demo has short nights.
    stock[sku] = stock[sku] > count ? stock[sku] - count : 100;
    response.status(201).json({ sku, left: stock[sku] });
  });
});
