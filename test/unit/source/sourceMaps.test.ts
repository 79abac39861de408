import { transformSync } from 'esbuild';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, indexOf, places, span } from './workspace.ts';

const source = [
  'interface Order {',
  '  readonly id: number;',
  '}',
  '',
  'export function pay(order: Order): number {',
  "  if (order.id > 1) throw new RangeError('no');",
  '  return order.id;',
  '}',
].join('\n');

/** What a build leaves: everything in one line. */
function compiled(sourcemap: 'inline' | 'external') {
  return transformSync(source, { loader: 'ts', minify: true, sourcemap, sourcefile: '../src/pay.ts' });
}

const beside = compiled('external');
const column = beside.code.indexOf('throw') + 1;
const folder = await folderWith({
  'src/pay.ts': source,
  'dist/pay.js': `${beside.code}\n//# sourceMappingURL=pay.js.map\n`,
  'dist/pay.js.map': beside.map,
  'dist/inline.js': compiled('inline').code,
  'dist/broken.js': 'pay();\n//# sourceMappingURL=data:application/json;base64,e30=\n',
  'dist/escape.js': 'pay();\n//# sourceMappingURL=../../../../../../etc/passwd\n',
});
const index = await indexOf(folder);

test.each(['dist/pay.js', 'dist/inline.js'])('a frame in %s leads to the TypeScript', (file) => {
  const stack = `RangeError: no\n    at pay (${path.join(folder, file)}:1:${column})\n`;
  expect(places([span({ attributes: { 'exception.stacktrace': stack } })], index)).toEqual([
    'src/pay.ts:6 0.70',
  ]);
});

test('so does a path in a container', () => {
  const stack = `RangeError: no\n    at pay (/app/dist/pay.js:1:${column})\n`;
  expect(places([span({ attributes: { 'exception.stacktrace': stack } })], index)).toEqual([
    'src/pay.ts:6 0.66',
  ]);
});

test.each(['dist/broken.js', 'dist/escape.js'])('without a map to read, %s keeps its own line', (file) => {
  const attributes = { 'code.file.path': path.join(folder, file), 'code.line.number': 1 };
  expect(places([span({ attributes })], index)).toEqual([`${file}:1 0.98`]);
});
