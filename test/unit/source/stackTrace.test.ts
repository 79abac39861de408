import { expect, test } from 'vitest';
import { parseStack } from '../../../src/source/stackTrace.ts';

const lines = (text: string) => parseStack(text).map(({ file, line }) => `${file}:${line}`);

test('V8: innermost first, without the runtime and packages', () => {
  const stack = [
    'Error: a message',
    '    at over several lines',
    '    at check (/app/src/pricing.js:31:23)',
    '    at new Cart (file:///app/cart%20one.mjs:3:6)',
    '    at async Foo.bar [as baz] (/app/a (1)/b.js:1:53)',
    '    at async file:///app/a.mjs:3:6',
    '    at Object.<anonymous> (C:\\shop\\a.js:1:2)',
    '    at Array.map (<anonymous>)',
    '    at eval (eval at <anonymous> (file:///app/a.mjs:5:6), <anonymous>:1:6)',
    '    at async Promise.all (index 0)',
    '    at Module._compile (node:internal/modules/cjs/loader:1:2)',
    '    at handle (/app/node_modules/express/lib/router.js:1:2)',
  ].join('\n');
  expect(parseStack(stack)[0]).toEqual({
    file: '/app/src/pricing.js',
    line: 31,
    column: 23,
    functionName: 'check',
  });
  expect(lines(stack)).toEqual([
    '/app/src/pricing.js:31',
    'file:///app/cart%20one.mjs:3',
    '/app/a (1)/b.js:1',
    'file:///app/a.mjs:3',
    'C:\\shop\\a.js:1',
  ]);
});

test('Python: innermost first, whatever stands between the frames', () => {
  const stack = [
    'Traceback (most recent call last):',
    '  File "/app/main.py", line 9, in <module>',
    '    run()',
    '  File "/usr/local/lib/python3.12/asyncio/runners.py", line 118, in run',
    '    ^^^^^',
    '  File "/app/.venv/lib/python3.12/site-packages/flask/app.py", line 4, in f',
    '  File "<frozen importlib._bootstrap>", line 1, in g',
    '  File "shop/cart.py", line 5, in Cart.total',
    '    raise ValueError("over\\nseveral lines")',
    'ValueError: over',
    'several lines',
  ].join('\r\n');
  expect(lines(stack)).toEqual(['shop/cart.py:5', '/app/main.py:9']);
});

test('Python: of chained exceptions the one that was recorded comes first, then its cause', () => {
  const stack = [
    'Traceback (most recent call last):',
    '  File "/app/a.py", line 1, in cause',
    'KeyError: 1',
    '',
    'During handling of the above exception, another exception occurred:',
    '',
    'Traceback (most recent call last):',
    '  File "/app/a.py", line 2, in outer',
    '  File "/app/a.py", line 3, in inner',
    'ValueError: 2',
  ].join('\n');
  expect(lines(stack)).toEqual(['/app/a.py:3', '/app/a.py:2', '/app/a.py:1']);
});

test('Python: frames of an exception group stand behind a gutter', () => {
  const stack = [
    '  + Exception Group Traceback (most recent call last):',
    '  |   File "/app/a.py", line 1, in main',
    '  | ExceptionGroup: two (1 sub-exception)',
    '  +-+---------------- 1 ----------------',
    '    | Traceback (most recent call last):',
    '    |   File "/app/a.py", line 7, in task',
    '    | ValueError: 1',
    '    +------------------------------------',
  ].join('\n');
  expect(lines(stack)).toEqual(['/app/a.py:7', '/app/a.py:1']);
});

test('an exception that was never raised has no frames', () => {
  expect(lines('ValueError: nothing\n')).toEqual([]);
});
