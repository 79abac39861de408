import http, { request as send } from 'node:http';

const base = `http://127.0.0.1:${process.env.PORT}`;

function read(url) {
  return new Promise((resolve, reject) => {
    // do: http.client
    http
      .get(url, (response) => {
        let body = '';
        response.on('data', (chunk) => (body += chunk));
        response.on('end', () => resolve([response.statusCode, body]));
      })
      .on('error', reject);
  });
}

function order(options, item) {
  return new Promise((resolve, reject) => {
    // do: http.client @ send(
    const req = send(options);
    req.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode)));
    req.on('error', reject);
    req.end(item);
  });
}

console.log(await read(`${base}/items/book`), await read(`${base}/items/nothing`));
const options = { port: process.env.PORT, path: '/orders', method: 'POST', headers: { 'x-own': '1' } };
console.log(await order(options, 'pen'), options.headers);
try {
  await read('http://127.0.0.1:1/');
} catch (error) {
  console.log(error.code);
}
