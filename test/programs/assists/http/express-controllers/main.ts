import express, { type NextFunction, type Request, type Response } from 'express';
import type { AddressInfo } from 'node:net';
import { health, notFound } from './src/controllers/orders.controller.ts';
import orders from './src/routes/orders.ts';

const app = express();
app.use(express.json());
app.get('/health', health);
app.use('/api/orders', orders);
app.use(notFound);
app.use((err: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).json({ error: err.message });
});

const server = app.listen(0, () => void use());

async function use(): Promise<void> {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = async (method: string, path: string, body?: unknown) => {
    const res = await fetch(base + path, {
      method,
      headers: {
        'content-type': 'application/json',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    console.log(method, path, res.status, await res.text());
  };
  await call('GET', '/health');
  await call('POST', '/api/orders', { id: 'a', total: 3 });
  await call('POST', '/api/orders', {});
  await call('GET', '/api/orders/a');
  await call('GET', '/api/orders/b');
  await call('GET', '/api/orders/a/items');
  await call('GET', '/api/orders/a/items?fail=1');
  await call('GET', '/nowhere?x=1');
  server.close();
}
