// do: sdk.autoInstrument
import express from 'express';
import http from 'node:http';
import { findOrder } from './orders.js';

const app = express();

app.get('/orders/:id', async (req, res) => {
  res.json(await findOrder(req.params.id));
});

const server = app.listen(0, '127.0.0.1', () => {
  http.get({ host: '127.0.0.1', port: server.address().port, path: '/orders/7' }, (response) => {
    response.setEncoding('utf8').on('data', (text) => console.log(response.statusCode, text));
    response.on('end', () => server.close());
  });
});
