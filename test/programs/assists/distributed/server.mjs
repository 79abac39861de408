import { context, propagation } from '@opentelemetry/api';
import { createServer } from 'node:http';

// do: span.function
function priceOf(item) {
  if (item === 'nothing') throw new RangeError('no such item');
  return item.length;
}

const server = createServer((request, response) => {
  context.with(propagation.extract(context.active(), request.headers), () => {
    try {
      response.end(String(priceOf(request.url.slice(1))));
    } catch (error) {
      response.writeHead(404).end(error.message);
    }
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
