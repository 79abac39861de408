import axios from 'axios';

const api = axios.create({ baseURL: `http://127.0.0.1:${process.env.PORT}`, headers: { 'x-shop': 'books' } });

async function item(id, config) {
  // do: http.client @ api.get
  const { data } = await api.get(`/items/${id}`, config);
  return data;
}

function create(data) {
  // do: http.client @ api.post
  return api.post('/items', data).then(({ status }) => status);
}

// do: http.client @ axios(
const send = (url, headers) => axios({ url, method: 'delete', headers, validateStatus: () => true });

const config = { headers: { accept: 'application/json' } };
console.log(await item(1, config), config);
console.log(await create({ id: 7 }));
const headers = { 'x-own': '1' };
console.log((await send(`http://127.0.0.1:${process.env.PORT}/items/4`, headers)).status, headers);
// The server closes the connection after the last.
for (const id of [4, 5, 6]) {
  try {
    console.log(await item(id));
  } catch (error) {
    console.log(error.message);
  }
}
