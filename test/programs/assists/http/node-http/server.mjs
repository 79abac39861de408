import { createServer } from 'node:http';

const server = createServer();
// do: http.server @ async
server.on('request', async (req, res) => {
  if (req.url === '/items/nothing') {
    res.statusCode = 404;
    return res.end();
  }
  const chunks = await req.toArray();
  res.end(`${req.headers['x-own']} ${Buffer.concat(chunks)}`);
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
