import path from 'node:path';
import { expect, test } from 'vitest';
import { packFor } from '../../../src/languages/all.ts';
import { expectationOf, expectedSpan, type Expectation } from '../../../src/source/expectation.ts';
import { placeOperations } from '../../../src/source/placeOperations.ts';
import type { Operation } from '../../../src/trace/operation.ts';
import { folderWith, grammars, indexOf, operation } from './workspace.ts';

const head = "const tracer = trace.getTracer('orders');\n";
const plain = `${head}function price(cart) {\n  return cart.total;\n}\n`;
const traced = (name: string, more = '') =>
  `${head}function price(cart) {\n  return tracer.startActiveSpan('${name}', (span) => {${more}});\n}\n`;

const folder = await folderWith({
  'orders/price.js': plain,
  'orders/http.js': "app.get('/orders', function list() { tracer.startActiveSpan('list', f); });\n",
  'stock/stock.js': "function reserve() { tracer.startActiveSpan('reserve', f); }\n",
});
const file = path.join(folder, 'orders/price.js');

async function sitesOf(text: string) {
  const { pack, grammar } = packFor(file)!;
  return pack.sites({ path: file, text, tree: await grammars.parse(grammar, text) });
}

async function after(expectation: Expectation, text: string, operations: Operation[]) {
  const index = await indexOf(folder);
  await index.update(file, text);
  return expectedSpan(expectation, operations, placeOperations(operations, index), index);
}

const expectation = expectationOf(file, await sitesOf(plain), await sitesOf(traced('price')))!.expectation;

test('an edit that makes a span is one to wait for, another is not', async () => {
  expect(expectation).toEqual({ file, function: 'price', before: [], name: 'price' });
  expect(expectationOf(file, await sitesOf(plain), await sitesOf(`// a note\n${plain}`))).toBeUndefined();
  expect(expectationOf(file, await sitesOf(traced('price')), await sitesOf(plain))).toBeUndefined();
});

test('a span that is renamed in the text is the same, and gone when the edit is undone', async () => {
  expect(await after(expectation, traced('price'), [])).toMatchObject({ name: 'price', line: 2 });
  expect(await after(expectation, `\n${traced('price the cart')}`, [])).toMatchObject({
    name: 'price the cart',
    pattern: 'price the cart',
    line: 3,
  });
  expect(await after(expectation, plain, [])).toBeUndefined();
});

test('two edits of one function each wait for their own', async () => {
  const both = traced('price', "tracer.startActiveSpan('discount', f);");
  const second = expectationOf(file, await sitesOf(traced('price')), await sitesOf(both))!.expectation;
  expect(second).toMatchObject({ before: ['price'], name: 'discount' });
  expect(await after(expectation, both, [])).toMatchObject({ name: 'price' });
  expect(await after(second, both, [])).toMatchObject({ name: 'discount' });
});

test('the operations of that name which lead to it are its own', async () => {
  const own = operation({ id: 1, name: 'price', scope: 'orders' });
  const others = [
    operation({ id: 2, name: 'price', scope: '@opentelemetry/instrumentation-http' }),
    operation({ id: 3, name: 'price', language: 'python' }),
    operation({ id: 4, name: 'list' }),
    operation({ id: 5, name: 'price', codeFile: path.join(folder, 'stock/stock.js'), codeLine: 1 }),
  ];
  const seen = await after(expectation, traced('price'), [own, ...others]);
  expect(seen?.operations.map(({ id }) => id)).toEqual([1]);
});

test('a name with variables in it is met by every name that may come of it', async () => {
  const text = `${head}function price(cart) {\n  return tracer.startActiveSpan(\`price \${cart.id}\`, f);\n}\n`;
  const patterned = expectationOf(file, await sitesOf(plain), await sitesOf(text))!.expectation;
  const seen = await after(patterned, text, [operation({ name: 'price 7' }), operation({ name: 'sell 7' })]);
  expect(seen).toMatchObject({ name: 'price …', operations: [{ name: 'price 7' }] });
});

test('the code runs in the services of the nearest files that spans come from', async () => {
  const list = operation({ id: 1, service: 'orders', name: 'list' });
  const reserve = operation({ id: 2, service: 'stock', name: 'reserve' });
  expect((await after(expectation, traced('price'), [list, reserve]))?.services).toEqual(['orders']);
  expect((await after(expectation, traced('price'), []))?.services).toEqual([]);
});
