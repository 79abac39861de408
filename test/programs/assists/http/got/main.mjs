import got from 'got';

const base = `http://127.0.0.1:${process.env.PORT}`;
const client = got.extend({ prefixUrl: base, retry: { limit: 0 } });

async function item(name) {
  // do: http.client @ client.get
  return await client.get(`items/${name}`).json();
}

async function order(headers) {
  // do: http.client @ got.post
  const { statusCode, body } = await got.post(`${base}/orders`, { headers, throwHttpErrors: false });
  return [statusCode, body];
}

console.log(await item('book'));
for (const name of ['nothing', 'broken']) {
  try {
    await item(name);
  } catch (error) {
    console.log(error.name, error.response.statusCode);
  }
}
console.log(await order({ 'x-own': '1' }), await order());
