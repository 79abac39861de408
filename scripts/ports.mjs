import { createServer } from 'node:net';

/** `wanted` when it is free on the loopback interface, or else any port that is. */
export async function freePort(wanted = 0) {
  const server = createServer();
  const port = await new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(wanted, '127.0.0.1', () => resolve(server.address().port));
  });
  if (port === undefined) return freePort();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
