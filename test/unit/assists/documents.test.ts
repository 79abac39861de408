import { expect, test, vi } from 'vitest';
import { Documents } from '../../../src/assists/documents.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';

const grammars = await Grammars.open(grammarFolder());
const parse = vi.spyOn(grammars, 'parse');
const shape = (documents: Documents, path: string, text: string) =>
  documents.use(path, text, ({ file }) => Promise.resolve(file.tree.rootNode.toString()));

test('a text is parsed once, and a later one from it', async () => {
  const documents = new Documents(Promise.resolve(grammars));
  const text = 'const a = 1;\nconst b = 2;\n';
  const later = 'const a = 1;\nconst more = () => 3;\nconst b = 2;\n';
  parse.mockClear();
  await shape(documents, '/cart.ts', text);
  await shape(documents, '/cart.ts', text);
  expect(parse).toHaveBeenCalledTimes(1);
  const again = await shape(documents, '/cart.ts', later);
  expect(parse.mock.calls.at(-1)![2]).toBeDefined();
  expect(again).toBe(await shape(new Documents(Promise.resolve(grammars)), '/cart.ts', later));
});

test('a text that is in use stays whole while others take its place', async () => {
  const documents = new Documents(Promise.resolve(grammars));
  const [first] = await Promise.all([
    documents.use('/cart.ts', 'const a = 1;\n', async ({ file }) => {
      for (let i = 0; i < 9; i++) await shape(documents, `/other${i}.py`, 'x = 1\n');
      await shape(documents, '/cart.ts', 'const a = 2;\n');
      return file.tree.rootNode.text;
    }),
    shape(documents, '/cart.ts', 'const a = 3;\n'),
  ]);
  expect(first).toBe('const a = 1;\n');
});

test('a text that no assist works on is not parsed', async () => {
  const documents = new Documents(Promise.resolve(grammars));
  parse.mockClear();
  expect(await shape(documents, '/notes.txt', 'a')).toBeUndefined();
  expect(await shape(documents, '/Cart.vue', '<script>let a = 1;</script>')).toBeUndefined();
  expect(await shape(documents, '/big.ts', 'let a = 1;\n'.repeat(500_000))).toBeUndefined();
  expect(parse).not.toHaveBeenCalled();
});
