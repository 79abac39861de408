import process from 'node:process';

const base = `http://127.0.0.1:${process.env['PORT']}`;

async function user(id: number): Promise<unknown> {
  // do: http.client @ fetch(
  const response = await fetch(`${base}/users/${encodeURIComponent(id)}`, {
    headers: { accept: 'application/json' },
  });
  return response.ok ? response.json() : response.status;
}

// What comes in a Headers object stays, and the caller's options are not touched.
async function create(init: RequestInit): Promise<number> {
  // do: http.client @ fetch(
  return fetch(new URL('/users', base), { ...init, method: 'POST' }).then((response) => response.status);
}

async function forward(request: Request): Promise<string> {
  // do: http.client @ fetch(
  return (await fetch(request)).text();
}

console.log(await user(1), await user(11), await user(99));
const init = { headers: new Headers({ 'x-name': 'Ada' }) };
console.log(await create(init), [...init.headers.keys()]);
console.log(await forward(new Request(`${base}/echo`, { headers: { 'x-name': 'Bob' } })));
try {
  await forward(new Request('http://127.0.0.1:1/'));
} catch (error) {
  console.log((error as Error).message);
}
