import type { LanguagePack } from '../pack.ts';
import { functionAt } from './functions.ts';
import { sites } from './sites.ts';
import { span } from './span.ts';

export const python: LanguagePack = {
  id: 'python',
  grammars: new Map([
    ['.py', 'python'],
    ['.pyi', 'python'],
    ['.pyw', 'python'],
  ]),
  editorLanguages: ['python'],
  sdkLanguages: ['python'],
  sites,
  functionAt,
  idioms: { span },
};
