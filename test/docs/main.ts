/** `npm run docs`: writes docs/actions.md. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { actionsPage } from './actionsPage.ts';

writeFileSync(path.resolve(import.meta.dirname, '../../docs/actions.md'), await actionsPage());
