import type { LanguagePack } from '../pack.ts';
import { attributes } from './attributes/attributes.ts';
import { functionAt } from './functions.ts';
import { http } from './http/http.ts';
import { spanError } from './spanError.ts';
import { selection } from './selection/selection.ts';
import { spanEnd } from './spanEnd.ts';
import { sdk } from './sdk/sdk.ts';
import { spanName } from './spanName.ts';
import { messaging } from './messaging.ts';
import { writtenAttributes } from './writtenAttributes.ts';
import { spanLinks } from './spanLinks.ts';
import { sites } from './sites.ts';
import { span } from './span.ts';
import { crossingAt } from './context/crossing.ts';
import { baggage } from './baggage/baggage.ts';
import { logging } from './logging/logging.ts';

/** TypeScript and JavaScript: one language to instrument, with and without types. */
export const typescript: LanguagePack = {
  id: 'typescript',
  // JavaScript may hold JSX in any file; in TypeScript `<T>value` is a cast, except in .tsx.
  grammars: new Map([
    ['.ts', 'typescript'],
    ['.mts', 'typescript'],
    ['.cts', 'typescript'],
    ['.tsx', 'tsx'],
    ['.js', 'tsx'],
    ['.mjs', 'tsx'],
    ['.cjs', 'tsx'],
    ['.jsx', 'tsx'],
  ]),
  editorLanguages: ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'],
  sdkLanguages: ['nodejs', 'webjs'],
  sites,
  functionAt,
  idioms: {
    spanLinks,
    attributes,
    writtenAttributes,
    logging,
    spanName,
    baggage,
    http,
    messaging,
    sdk,
    spanEnd,
    context: { crossingAt },
    spanError,
    selection,
    span,
  },
};
