import { request, fetch } from 'undici';

const orders = `http://127.0.0.1:${process.env.PORT}/orders`;

async function order(number, headers) {
  // do: http.client @ request(
  const { statusCode, body } = await request(`${orders}/${number}/`, { headers });
  return [statusCode, await body.text()];
}

async function close(number) {
  // do: http.client @ fetch(
  const response = await fetch(`${orders}/${number}/close/`, { method: 'POST' });
  return response.status;
}

const headers = { 'x-shop': 'books' };
console.log(await order(1, headers), headers);
console.log((await order(2, headers))[0], (await order(3))[0]);
console.log(await close(1));
