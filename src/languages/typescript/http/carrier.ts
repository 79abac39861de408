import type { Node } from 'web-tree-sitter';
import type { Refusal } from '../../idioms/attempt.ts';
import { nodesOf } from '../../nodesOf.ts';
import type { ParsedFile } from '../../parsed.ts';
import { isOptions, isText, type Request } from './clients.ts';
import { carrierOf, isCallback, optionsLiteral, type CarrierMaker } from './options.ts';
import { requestObject } from './request.ts';

/** The carrier, where it is clear what the arguments are. */
export function carrierFor(file: ParsedFile, request: Request): { readonly make: CarrierMaker } | Refusal {
  const { args, client, optionsIndex } = request;
  if (args.some(({ type }) => type === 'spread_element')) {
    return { refusal: 'The arguments of this call cannot be told apart: write them out first.' };
  }
  const [first] = args;
  if (!first) return { refusal: `This call of ${client.library} has no arguments.` };
  const unclear = unclearArgument(request);
  if (unclear) {
    return {
      refusal: `It cannot be told whether \`${unclear.text}\` is a URL or the options: name it \`url\` or \`options\`.`,
    };
  }
  const last = args.at(-1)!;
  const isUnclearLast =
    client.isEmitter === true && last.type === 'identifier' && args.length > 1 && !isCallback(request, last);
  if (isUnclearLast && !isOptions(last) && !optionsLiteral({ ...request, optionsIndex: args.length - 1 })) {
    return {
      refusal: `It cannot be told whether \`${last.text}\` is the callback or the options: name it \`callback\` or \`options\`.`,
    };
  }
  if (client.headers === 'Headers' && isInlineRequest(first)) {
    return { refusal: 'The Request is made in the call: give it a variable first.' };
  }
  const object = requestObject(file, request);
  const make = carrierOf(
    file,
    request,
    object && optionsIndex >= args.length ? `${object}.headers` : undefined,
  );
  if ('refusal' in make) return make;
  return { make };
}

/** A first argument that may be the URL or the options, where the library takes both. */
function unclearArgument({ args, client, verb }: Request): Node | undefined {
  const [first] = args;
  const takesBoth = client.isEmitter === true || (verb === '' && client.headers === 'object');
  if (!first || !takesBoth || first.type !== 'identifier' || args.length > (client.isEmitter ? 2 : 1)) {
    return undefined;
  }
  const isKnown = isText(first) || isOptions(first) || constantText(first);
  return isKnown ? undefined : first;
}

function constantText(variable: Node): boolean {
  return nodesOf(variable.tree, 'variable_declarator').some(
    (node) =>
      node.childForFieldName('name')?.text === variable.text &&
      /^(?:string|template_string|object|new_expression)$/.test(node.childForFieldName('value')?.type ?? ''),
  );
}

function isInlineRequest(node: Node): boolean {
  return node.type === 'new_expression' && node.childForFieldName('constructor')?.text === 'Request';
}
