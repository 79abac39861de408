import { createServer } from 'node:http';

// do: http.server @ (
createServer((req, res) => res.end()).listen(Number(process.env.PORT), '127.0.0.1', () =>
  console.log('ready'),
);
