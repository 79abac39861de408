import type { ClientSite, HttpIdioms } from '../../idioms/http.ts';
import type { ParsedFile } from '../../parsed.ts';
import { descendants, isBroken, rangeOf } from '../../syntax.ts';
import { entersSameScope } from '../functions.ts';
import { carrierFor } from './carrier.ts';
import { requestAt, type Request } from './clients.ts';
import { emitting } from './emitting.ts';
import { injectionInto, mended } from './injection.ts';
import { officialRefusal } from '../official.ts';
import { promised } from './promised.ts';
import { methodOf } from './request.ts';

export const clientAt: HttpIdioms['clientAt'] = (file, selection) => {
  const request = requestAt(file, selection);
  if (!request) return undefined;
  const { client, call } = request;
  const site = { range: rangeOf(call), library: client.library, method: methodOf(request).literal };
  const refusal = officialRefusal(file, client.official) || brokenRefusal(request);
  if (refusal) return { ...site, change: 'span', edits: { refusal } };
  return { ...site, ...(mended(file, request) ?? wrapped(file, request)) };
};

function brokenRefusal({ call }: Request): string {
  if (isBroken(call)) return 'There is a syntax error in or beside this call: mend it first.';
  const isHandedOut = [...descendants(call, entersSameScope)].some(({ type }) => type === 'yield_expression');
  return isHandedOut ? 'There is a `yield` among the arguments: take it to a line of its own first.' : '';
}

function wrapped(file: ParsedFile, request: Request): Pick<ClientSite, 'change' | 'edits'> {
  const injected = injectionInto(file, request);
  const carrier = injected ?? carrierFor(file, request);
  const form = request.client.isEmitter ? emitting : promised;
  if ('refusal' in carrier) return { change: 'span', edits: carrier };
  return { change: 'span', edits: form(file, request, carrier) };
}
