import path from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, indexOf, places, span } from './workspace.ts';

const folder = await folderWith({
  'a/b.ts': 'export function f() {\n  return 1;\n}\n',
  'xa/b.ts': 'export function f() {\n  return 1;\n}\n',
  'src/cart.py':
    'import os\n\n\nclass Cart:\n    def total(self):\n        return 1\n\n\ndef total():\n    return 2\n',
  'src/main.rs': 'fn main() {}\n',
});
const index = await indexOf(folder);

function found(attributes: Record<string, string | number>): string[] {
  return places([span({ attributes })], index);
}

test('an absolute path of this workspace, in today’s names', () => {
  expect(found({ 'code.file.path': path.join(folder, 'src/cart.py'), 'code.line.number': 6 })).toEqual([
    'src/cart.py:6 0.98',
  ]);
});

test('the names before 1.33', () => {
  expect(found({ 'code.filepath': path.join(folder, 'src/cart.py'), 'code.lineno': 6 })).toEqual([
    'src/cart.py:6 0.98',
  ]);
});

test('a file URL', () => {
  expect(found({ 'code.file.path': `file://${folder}/src/cart.py`, 'code.line.number': 6 })).toEqual([
    'src/cart.py:6 0.98',
  ]);
});

test.each([
  ['/app/src/cart.py', 'a path inside a container'],
  ['src/cart.py', 'a path relative to the working folder'],
  ['./src/cart.py', 'a path relative to the working folder, with a dot'],
  ['C:\\shop\\src\\cart.py', 'a path with Windows separators'],
  ['webpack://shop/./src/cart.py', 'a bundler’s URL'],
])('%s: %s', (file) => {
  expect(found({ 'code.file.path': file, 'code.line.number': 6 })).toEqual(['src/cart.py:6 0.93']);
});

test('a file in a language without a grammar is found by its path', () => {
  expect(found({ 'code.filepath': 'src/main.rs', 'code.lineno': 1 })).toEqual(['src/main.rs:1 0.93']);
});

test('a/b.ts is not the end of xa/b.ts', () => {
  expect(found({ 'code.file.path': '/app/a/b.ts', 'code.line.number': 2 })).toEqual(['a/b.ts:2 0.93']);
  expect(found({ 'code.file.path': '/app/xa/b.ts', 'code.line.number': 2 })).toEqual(['xa/b.ts:2 0.93']);
});

test('two files that fit equally well share the doubt', () => {
  expect(found({ 'code.file.path': '/app/other/b.ts', 'code.line.number': 2 })).toEqual([
    'a/b.ts:2 0.44',
    'xa/b.ts:2 0.44',
  ]);
});

test('the name of the file alone is weak, with the function in it less so', () => {
  expect(found({ 'code.file.path': '/other/place/cart.py', 'code.line.number': 6 })).toEqual([
    'src/cart.py:6 0.44',
  ]);
  expect(
    found({
      'code.file.path': '/other/place/cart.py',
      'code.line.number': 6,
      'code.function.name': 'Cart.total',
    }),
  ).toEqual(['src/cart.py:6 0.64']);
});

test('a line that has left its function moves to where the function is now', () => {
  const [line] = found({
    'code.file.path': 'src/cart.py',
    'code.line.number': 2,
    'code.function.name': 'Cart.total',
  });
  expect(line).toBe('src/cart.py:5 0.93');
});

test('a qualified name tells a method from a function of the same name', () => {
  const file = 'src/cart.py';
  expect(found({ 'code.file.path': file, 'code.function.name': 'shop.cart.Cart.total' })).toEqual([
    'src/cart.py:5 0.93',
  ]);
  expect(found({ 'code.filepath': file, 'code.function': 'total', 'code.lineno': 10 })).toEqual([
    'src/cart.py:10 0.93',
  ]);
});

test('a function without a file, as Java’s agent records it', () => {
  expect(found({ 'code.namespace': 'shop.cart.Cart', 'code.function': 'total' })).toEqual([
    'src/cart.py:5 0.60',
  ]);
});

test('a function without a name in the code says nothing of the line', () => {
  expect(
    found({ 'code.file.path': 'src/cart.py', 'code.line.number': 1, 'code.function.name': '<module>' }),
  ).toEqual(['src/cart.py:1 0.93']);
});

test.each(['/etc/passwd', '../../etc/passwd', 'src/../../etc/passwd', 'file:///etc/passwd', 'file://%', ''])(
  '%s is outside the workspace: nothing',
  (file) => {
    expect(found({ 'code.file.path': file, 'code.line.number': 1 })).toEqual([]);
  },
);
