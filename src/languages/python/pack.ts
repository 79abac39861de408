import type { LanguagePack } from '../pack.ts';
import { attributes } from './attributes/attributes.ts';
import { crossingAt } from './context/crossing.ts';
import { functionAt } from './functions.ts';
import { http } from './http/http.ts';
import { messaging } from './messaging.ts';
import { selection } from './selection.ts';
import { spanError } from './spanError.ts';
import { spanEnd } from './spanEnd.ts';
import { spanName } from './spanName.ts';
import { sdk } from './sdk/sdk.ts';
import { writtenAttributes } from './writtenAttributes.ts';
import { spanLinks } from './spanLinks.ts';
import { sites } from './sites.ts';
import { span } from './span.ts';
import { baggage } from './baggage/baggage.ts';
import { logging } from './logging/logging.ts';

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
  idioms: {
    spanLinks,
    writtenAttributes,
    attributes,
    sdk,
    logging,
    spanName,
    baggage,
    spanEnd,
    http,
    messaging,
    context: { crossingAt },
    spanError,
    selection,
    span,
  },
};
