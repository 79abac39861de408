import { createServer } from 'node:http';

// do: http.server @ (
const server = createServer((request, response) => {
  const item = request.url.split('/').at(-1).split('?')[0];
  request.resume();
  if (item === 'nothing') response.writeHead(404).end();
  else if (request.method === 'POST') response.writeHead(request.headers['x-own'] ? 201 : 503).end();
  else response.end(JSON.stringify({ price: item.length, shop: request.headers['x-shop'] }));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
