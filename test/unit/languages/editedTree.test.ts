import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../src/assists/applyEdits.ts';
import { combined } from '../../../src/languages/edit.ts';
import { editedTree } from '../../../src/languages/editedTree.ts';
import { grammarFolder } from '../../../src/languages/grammarFolder.ts';
import { Grammars } from '../../../src/languages/parser.ts';

const grammars = await Grammars.open(grammarFolder());
const texts = {
  python: `import os\n\n\nclass Cart:\n    def total(self):\n        with self.lock:\n            if self.items:\n                return 1\n        return 0\n\n    def clear(self):\n        self.items = []\n\n\nprint(Cart().total())\n`,
  typescript: `import { a } from './a';\n\nclass Cart {\n  total() {\n    return \`\${a} \${[1, 2]}\`;\n  }\n}\n\nconst x = { y: () => 1 };\n`,
} as const;
const piece = fc.constantFrom(
  '',
  ' ',
  '    ',
  '\n',
  '\n    ',
  'x',
  'if x:',
  '{',
  '}',
  '`',
  '"',
  '#',
  ')',
  'def f():\n',
);

test.each(['python', 'typescript'] as const)(
  'what is parsed again of %s is what a fresh parse finds',
  async (language) => {
    const text = texts[language];
    const tree = await grammars.parse(language, text);
    const place = fc.tuple(fc.nat(text.length), fc.nat(6), piece);
    await fc.assert(
      fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 5 }), async (places) => {
        let at = 0;
        const edits = combined(
          places
            .map(([start, length, added]) => ({
              start,
              end: Math.min(text.length, start + length),
              text: added,
            }))
            .sort((a, b) => a.start - b.start)
            .filter(({ start, end }) => start >= at && ((at = end + 1), true)),
        );
        const after = applyEdits(text, edits);
        const edited = editedTree({ path: '/x', text, tree }, edits);
        const again = await grammars.parse(language, after, edited);
        const fresh = await grammars.parse(language, after);
        // Of broken code several readings are right; that it is broken must be seen.
        expect(again.rootNode.hasError).toBe(fresh.rootNode.hasError);
        if (!fresh.rootNode.hasError) expect(again.rootNode.toString()).toBe(fresh.rootNode.toString());
        for (const one of [edited, again, fresh]) one.delete();
      }),
      { numRuns: 300 },
    );
  },
);
