// do: sdk.setup
import http from 'node:http';

// do: http.server @ createServer
const server = http.createServer((request, response) => {
  response.end(`${request.url} paid\n`);
});

process.on('SIGTERM', () => {
  server.close(() => process.exit(3));
});

server.listen(0, '127.0.0.1', async () => {
  const response = await fetch(`http://127.0.0.1:${server.address().port}/orders/7`, {
    headers: { connection: 'close' },
  });
  console.log(await response.text());
  process.kill(process.pid, 'SIGTERM');
});
