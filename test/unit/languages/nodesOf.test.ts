import { expect, test, vi } from 'vitest';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { nodesOf } from '../../../src/languages/nodesOf.ts';
import { Grammars } from '../../../src/languages/parser.ts';

const grammars = await Grammars.open(grammarFolder());
const text = 'import os\nx = f(g(1))\nimport re\nh(x)\n';

test('the nodes of some types come in the order of the document', async () => {
  const tree = await grammars.parse('python', text);
  expect(nodesOf(tree, 'call').map((node) => node.text)).toEqual(['f(g(1))', 'g(1)', 'h(x)']);
  expect(nodesOf(tree, 'call', 'import_statement').map((node) => node.text)).toEqual([
    'import os',
    'f(g(1))',
    'g(1)',
    'import re',
    'h(x)',
  ]);
  expect(nodesOf(tree, 'lambda')).toEqual([]);
});

test('a tree is searched once for all that was ever asked for', async () => {
  const first = await grammars.parse('python', text);
  nodesOf(first, 'call');
  nodesOf(first, 'assignment');
  const second = await grammars.parse('python', `${text}\n`);
  const root = second.rootNode;
  vi.spyOn(second, 'rootNode', 'get').mockReturnValue(root);
  const search = vi.spyOn(root, 'descendantsOfType');
  expect(nodesOf(second, 'call')).toHaveLength(3);
  expect(nodesOf(second, 'assignment')).toHaveLength(1);
  expect(nodesOf(second, 'call', 'assignment')).toHaveLength(4);
  expect(search).toHaveBeenCalledTimes(1);
});
