import { describe } from 'vitest';
import { testProgram } from './program.ts';

const served = (server: string, client: string) => ({
  commands: [{ file: server, background: true }, client],
});

describe('a program with spans around its requests does what it did', () => {
  testProgram('http/requests', served('server.mjs', 'main.py'));
  testProgram('http/httpx', served('server.mjs', 'main.py'));
  testProgram('http/urllib', served('server.mjs', 'main.py'));
  testProgram('http/urllib3', served('server.py', 'main.py'));
  testProgram('http/aiohttp');
  testProgram('http/fetch', served('server.py', 'main.ts'));
  testProgram('http/axios', served('server.py', 'main.mjs'));
  testProgram('http/undici', served('server.py', 'main.mjs'));
  testProgram('http/got', served('server.mjs', 'main.mjs'));
  testProgram('http/node-http', served('server.mjs', 'main.mjs'));
  testProgram('http/nest');
  testProgram('http/express-controllers');
  testProgram('http/fastapi');
  testProgram('http/fastapi-request');
  testProgram('http/flask-views');
  testProgram('http/django');
  testProgram('http/starlette');
  testProgram('http/inject', served('server.mjs', 'main.py'));
  testProgram('http/injected');
});
