import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionsPage } from '../../docs/actionsPage.ts';

test('docs/actions.md is what the actions and their fixtures say: `npm run docs` writes it', async () => {
  expect(readFileSync('docs/actions.md', 'utf8')).toBe(await actionsPage());
});
